using System.CommandLine;
using Bindscope.Errors;
using Bindscope.Model.Native;
using TorchSharp;

namespace Bindscope.Cli.Verbs;

/// <summary>The option that chooses where a model computes.</summary>
internal sealed class DeviceOption
{
    private readonly Option<string> device = new("--device") { Description = "cpu or cuda", DefaultValueFactory = _ => "cpu" };

    /// <summary>Gives a command this option.</summary>
    public void AddTo(Command command) => command.Add(device);

    /// <summary>The option as a command line has it, for another process.</summary>
    public string[] Given(ParseResult request) => [device.Name, request.GetValue(device)!];

    /// <summary>The device.</summary>
    /// <param name="request">The command line.</param>
    /// <exception cref="UserException">There is no such device (exit code 2 or 3).</exception>
    public torch.Device Resolve(ParseResult request) => TorchRuntime.ResolveDevice(request.GetValue(device)!);
}
