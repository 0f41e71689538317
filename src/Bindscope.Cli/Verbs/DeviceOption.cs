using System.CommandLine;
using Bindscope.Errors;

namespace Bindscope.Cli.Verbs;

/// <summary>The option that says where a model computes. This program computes on the processor; CUDA is for the optional project.</summary>
internal sealed class DeviceOption
{
    private readonly Option<string> device = new("--device")
    {
        Description = "cpu; cuda is for the optional project Bindscope.Torch",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>Gives a command this option.</summary>
    public void AddTo(Command command) => command.Add(device);

    /// <summary>Refuses what this program cannot compute on.</summary>
    /// <param name="request">The command line.</param>
    /// <exception cref="UserException">Another device than the processor is asked for (exit code 2 or 3).</exception>
    public void Require(ParseResult request)
    {
        string asked = request.GetValue(device)!;
        if (asked == "cuda")
        {
            throw new UserException(
                "this program computes on the processor alone",
                "for --device cuda, build the optional project Bindscope.Torch with `make torch` in a clone of the sources",
                ExitCode.WrongMachine);
        }

        if (asked != "cpu")
        {
            throw new UserException($"there is no device '{asked}'", "devices are cpu and, with the optional project Bindscope.Torch, cuda");
        }
    }
}
