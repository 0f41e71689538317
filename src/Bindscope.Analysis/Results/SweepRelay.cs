using Bindscope.Interventions.Sweeps;

namespace Bindscope.Analysis.Results;

/// <summary>
/// Passes a sweep's progress on as that of the analysis of which it is a part. Called on whatever thread the sweep is on.
/// </summary>
internal sealed class SweepRelay(IProgress<AnalysisProgress> progress, string stage, long before, long total) : IProgress<SweepProgress>
{
    public void Report(SweepProgress value) => progress.Report(new AnalysisProgress(stage, before + value.Done, total));
}
