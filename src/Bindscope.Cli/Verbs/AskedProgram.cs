using Bindscope.Programs.Execution;
using Bindscope.Programs.Tokens;

namespace Bindscope.Cli.Verbs;

/// <summary>What a model said to a program.</summary>
/// <param name="Program">The program's text.</param>
/// <param name="Answer">The most probable token.</param>
/// <param name="Probability">Of that token, among all tokens.</param>
/// <param name="RightAnswer">What the program computes.</param>
/// <param name="IsRight">Whether the two agree.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="RootLine">The line that holds the root digit, 1-based.</param>
/// <param name="Label">What stood beside the program; null for nothing.</param>
internal sealed record AskedProgram(
    string Program, string Answer, double Probability, int RightAnswer, bool IsRight, int Hops, int RootLine, int? Label)
{
    /// <summary>A program with its answer.</summary>
    /// <param name="given">The program.</param>
    /// <param name="token">The most probable token.</param>
    /// <param name="probability">Its probability.</param>
    internal static AskedProgram Of(GivenProgram given, int token, double probability)
    {
        Execution run = Interpreter.Run(given.Program);
        return new AskedProgram(
            given.Program.ToText(), $"{Tokenizer.Decode(token)}", probability, run.Value, token == run.Value, run.Hops, run.RootLine, given.Label);
    }
}
