using System.Collections.Immutable;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Training.Loop;

namespace Bindscope.Analysis.Live;

/// <summary>Asks a model for the answers of programs.</summary>
public static class Asking
{
    /// <summary>Asks for every program's answer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="programs">The programs, of any lengths that the model has positions for.</param>
    /// <param name="workers">Threads to use.</param>
    /// <param name="cancellation">Stops between blocks of programs.</param>
    /// <returns>What the model said, in the order of the programs; without labels.</returns>
    public static ImmutableArray<AskedProgram> Run(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, int workers, CancellationToken cancellation)
    {
        var probabilities = new double[programs.Count][];
        int[] answers = Predictor.Answers(
            model, programs, workers, (program, logits) => probabilities[program] = Logits.Probabilities(logits[^Tokenizer.VocabularySize..]), cancellation);
        return [.. programs.Select((program, i) => Asked(program, answers[i], probabilities[i]))];
    }

    private static AskedProgram Asked(SymbolicProgram program, int token, double[] probabilities)
    {
        Execution run = Interpreter.Run(program);
        return new AskedProgram(
            program.ToText(),
            $"{Tokenizer.Decode(token)}",
            probabilities[token],
            run.Value,
            token == run.Value,
            run.Hops,
            run.RootLine,
            [.. probabilities[..Tokenizer.DigitCount]]);
    }
}

/// <summary>What a model said to a program.</summary>
/// <param name="Program">The program's text.</param>
/// <param name="Answer">The most probable token.</param>
/// <param name="Probability">Of that token, among all tokens.</param>
/// <param name="RightAnswer">What the program computes.</param>
/// <param name="IsRight">Whether the two agree.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="RootLine">The line that holds the root digit, 1-based.</param>
/// <param name="Digits">Probabilities of the ten digits, among all tokens.</param>
/// <param name="Label">What stood beside the program; null for nothing.</param>
public sealed record AskedProgram(
    string Program,
    string Answer,
    double Probability,
    int RightAnswer,
    bool IsRight,
    int Hops,
    int RootLine,
    ImmutableArray<double> Digits,
    int? Label = null);
