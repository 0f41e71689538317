using System.CommandLine;
using Bindscope.Errors;
using Bindscope.Training.Loop;

namespace Bindscope.Cli.Verbs;

/// <summary>The option that says where a model computes: on the processor, and with the optional program also on another device.</summary>
internal sealed class DeviceOption
{
    private readonly Option<string> device = new("--device")
    {
        Description = "cpu; cuda only in `train` of the optional program that `make torch` builds",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>What this program has beside the processor.</summary>
    public static IGradientDevice? Optional { get; set; }

    /// <summary>Gives a command this option.</summary>
    public void AddTo(Command command) => command.Add(device);

    /// <summary>What computes a training's gradients; null for the processor.</summary>
    /// <param name="request">The command line.</param>
    /// <exception cref="UserException">A device is asked for that is not there (exit code 2 or 3).</exception>
    public IGradientDevice? ForTraining(ParseResult request)
    {
        string asked = request.GetValue(device)!;
        if (Optional is { } other && asked == other.Name)
        {
            other.Require();
            return other;
        }

        Require(request);
        return null;
    }

    /// <summary>Refuses everything but the processor.</summary>
    /// <param name="request">The command line.</param>
    /// <exception cref="UserException">Another device is asked for (exit code 2 or 3).</exception>
    public void Require(ParseResult request)
    {
        string asked = request.GetValue(device)!;
        if (asked == "cuda")
        {
            throw Optional is null
                ? new UserException(
                    "this program computes on the processor alone",
                    "for `train --device cuda`, build the program that has it in a clone of the sources: make torch (docs/install.md)",
                    ExitCode.WrongMachine)
                : new UserException("this command computes on the processor alone", "leave --device out; cuda is for train", ExitCode.WrongMachine);
        }

        if (asked != "cpu")
        {
            throw new UserException($"there is no device '{asked}'", "devices are cpu and, in the program of `make torch`, cuda for train");
        }
    }
}
