namespace Bindscope.Numerics.Statistics;

/// <summary>The area under a ROC curve.</summary>
public static class RocArea
{
    /// <summary>How often a positive scores above a negative; ties count half (Hanley and McNeil, Radiology 143, 1982).</summary>
    /// <param name="scores">One a program.</param>
    /// <param name="positive">Which are positive; some must be and some not.</param>
    /// <returns>0 to 1.</returns>
    public static double Of(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        double rank = 0, sum = 0;
        int positives = positive.Count(one => one);
        foreach (var tied in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderBy(group => group.Key))
        {
            int[] members = [.. tied];
            sum += members.Count(i => positive[i]) * (rank + ((members.Length + 1) / 2.0));
            rank += members.Length;
        }

        return (sum - (positives * (positives + 1.0) / 2)) / ((double)positives * (scores.Count - positives));
    }
}
