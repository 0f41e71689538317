using System.CommandLine;
using Bindscope.Training.Packing;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes a checkpoint's model in the layout of another program.</summary>
internal sealed class ExportModelVerb : IVerb
{
    private readonly CheckpointOptions options = new();
    private readonly Option<string> format = new("--format")
    {
        Description = "gpt-neox: config.json, model.safetensors and tokenizer.json for GPTNeoXForCausalLM of transformers",
        DefaultValueFactory = _ => GptNeoX.Format,
    };

    private readonly Option<string> output = new("--out") { Description = "the folder, which must not exist yet", Required = true };

    public ExportModelVerb()
    {
        format.AcceptOnlyFromAmong(GptNeoX.Format);
        Command = new Command("export-model", "Writes a checkpoint's model in the layout of another program, such as transformers.");
        options.AddRunTo(Command);
        Command.Add(format);
        Command.Add(output);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Runs.Run opened = options.Open(request);
        int step = options.StepOf(request, opened);
        string folder = request.GetRequiredValue(output);
        GptNeoX.Write(CheckpointOptions.Load(opened, step, terminal), folder);
        terminal.Out.WriteLine(FormattableString.Invariant($"step {step}, {opened.Preset.Model.ParameterCount:N0} weights: {GptNeoX.Format}"));
        terminal.Error.WriteLine($"written: {folder}");
        return ExitCode.Success;
    }
}
