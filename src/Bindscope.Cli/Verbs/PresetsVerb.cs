using System.CommandLine;
using Bindscope.Runs.Presets;

namespace Bindscope.Cli.Verbs;

/// <summary>Lists the presets, or prints one whole.</summary>
internal sealed class PresetsVerb : IVerb
{
    private readonly Argument<string?> name = new("name") { Description = "prints this preset as JSON", Arity = ArgumentArity.ZeroOrOne };

    public PresetsVerb() => Command = new Command("presets", "Lists the presets, or prints every field of one.") { name };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        if (request.GetValue(name) is { } chosen)
        {
            terminal.Out.Write(PresetJson.Write(Preset.Named(chosen)));
            return ExitCode.Success;
        }

        foreach (var preset in Preset.Known)
        {
            var assistance = preset.Assistance();
            terminal.Out.WriteLine(
                $"{preset.Name}: {preset.Task.Lines} lines, {preset.Task.MaximumHops} hops; {preset.Model.Layers} layers of width "
                + $"{preset.Model.Width}, {preset.Model.ParameterCount:N0} parameters; {preset.Training.Steps:N0} steps");
            terminal.Out.WriteLine("  assistance: " + (assistance.Count == 0 ? "none" : string.Join("; ", assistance)));
        }

        return ExitCode.Success;
    }
}
