using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>Keeps the result of an analysis, after it was shown, and says where and what it replaces.</summary>
internal static class KeptResult
{
    /// <summary>Writes question and answer into the analysis's folder.</summary>
    /// <exception cref="UserException">The folder cannot be written; the hint says how to keep results elsewhere.</exception>
    public static void Keep<TSpec, TResult>(this Terminal terminal, AnalysisFolder folder, TSpec spec, TResult result)
    {
        string replaced = folder.Replaces(spec);
        string path;
        try
        {
            path = folder.Write(spec, result);
        }
        catch (UserException unwritable) when (FileProblem.IsPermission(unwritable.InnerException))
        {
            throw new UserException(
                $"the result is shown, but not kept: {unwritable.Message}",
                "--out DIR keeps results in another folder: DIR/analyses/; --json prints all of it",
                3,
                unwritable);
        }

        if (replaced.Length > 0)
        {
            terminal.Error.WriteLine($"note: this took the place of an answer to another question: {replaced}");
        }

        terminal.Error.WriteLine($"written: {path}");
    }
}
