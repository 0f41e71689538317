using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Training.Packing;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes a checkpoint's model in the layout of another program.</summary>
internal sealed class ExportModelVerb : IVerb
{
    private readonly Option<string> run = new("--run") { Description = "name of the run under runs/, or a path", Required = true };
    private readonly Option<string> checkpoint = new("--checkpoint")
    {
        Description = "the checkpoint's step, or last",
        DefaultValueFactory = _ => "last",
    };

    private readonly Option<string> format = new("--format")
    {
        Description = "gpt-neox: config.json, model.safetensors and tokenizer.json for GPTNeoXForCausalLM of transformers",
        DefaultValueFactory = _ => GptNeoX.Format,
    };

    private readonly Option<string> output = new("--out") { Description = "the folder, which must not exist yet", Required = true };

    public ExportModelVerb()
    {
        format.AcceptOnlyFromAmong(GptNeoX.Format);
        Command = new Command("export-model", "Writes a checkpoint's model in the layout of another program, such as transformers.")
        {
            run, checkpoint, format, output,
        };
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var opened = Runs.Run.Named(request.GetRequiredValue(run));
        int step = RunCheckpoint.StepOf(opened, request.GetRequiredValue(checkpoint));
        string folder = request.GetRequiredValue(output);
        GptNeoX.Write(CheckpointOptions.Load(opened, step, terminal), folder);
        terminal.Out.WriteLine(FormattableString.Invariant($"step {step}, {opened.Preset.Model.ParameterCount:N0} weights: {GptNeoX.Format}"));
        terminal.Error.WriteLine($"written: {folder}");
        return ExitCode.Success;
    }
}
