using Bindscope.Analysis.Results;
using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

/// <summary>An analysis, described once. From this description and the attributes of the question's record follow its command, its
/// validation, its folder, its line in the plan of all analyses and in the pages; see <see cref="Catalogue"/>.</summary>
/// <typeparam name="TSpec">The question: a record whose parameters are described by <see cref="FieldAttribute"/>.</typeparam>
/// <typeparam name="TResult">The answer: plain data.</typeparam>
public interface IAnalysis<TSpec, TResult>
    where TSpec : class
    where TResult : class
{
    /// <summary>What it is called, and what it answers.</summary>
    static abstract AnalysisInfo Info { get; }

    /// <summary>The question where nothing is said; its checkpoint is <see cref="StepForm.Last"/> for the last one.</summary>
    static abstract TSpec Default { get; }

    /// <summary>Completes a question by what follows from the run or from its other fields.</summary>
    /// <param name="run">The run that is asked.</param>
    /// <param name="spec">The question as far as it was given.</param>
    static virtual TSpec Asked(Run run, TSpec spec) => spec;

    /// <summary>The questions that <c>analyze all</c> asks; none where the run has nothing to answer them with.</summary>
    /// <param name="run">The run.</param>
    /// <param name="budget">How large they are to be.</param>
    static abstract IEnumerable<TSpec> Sized(Run run, Budget budget);

    /// <summary>Computes the answer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">The question.</param>
    /// <param name="work">How it is computed.</param>
    /// <exception cref="Errors.UserException">The question cannot be asked of this run.</exception>
    static abstract TResult Run(Run run, TSpec spec, Work work);

    /// <summary>The answer as tables for people.</summary>
    /// <param name="result">The answer.</param>
    static abstract IEnumerable<View> Views(TResult result);
}
