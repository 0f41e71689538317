namespace Bindscope.Report.Pages;

/// <summary>Each method in a paragraph; docs/methods has the rest.</summary>
internal static class Methods
{
    internal static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        ("Verdicts",
            "A criterion is a band for a number. A claim is reproduced when the whole 95 % interval of each of its numbers lies in"
                + " its band, differs when one interval lies wholly outside, and is"
            + " undecided otherwise: more programs would tell. Where the paper gives one number for one model, the band around it"
                + " is ours and stands beside the verdict. Shares have Wilson's"
            + " intervals, differences of shares Newcombe's, other means the percentile bootstrap over programs. Intervals speak of"
                + " programs, not of other seeds; with about twenty claims one"
            + " interval in twenty misses."),
        ("Phases",
            "Accuracy over the logarithm of the step is fitted by a broken line of one to three levels, chosen by the Bayesian"
                + " information criterion; the knots are the boundaries. A level is named"
            + " from what the model does there: chance near one divided by the number of digits, heuristic where accuracy is well"
                + " under solved and at least half of the predictions are one of the"
            + " first two constants, solved from 99 %."),
        ("Residual patching",
            "Base and counterfactual differ in the root's digit. Both must be solved by the model. One vector, the one that enters layer L"
                + " at one token, is taken from the counterfactual's run; success is the"
            + " share of programs whose most likely token becomes the counterfactual's answer. Tokens are chosen by what they do:"
                + " the right-hand side of each line of the queried chain by its depth"
            + " (1 holds the digit), the query variable, the colon. Controls (other programs, random directions of equal norm,"
                + " no-op, a moved root) are stored beside each sweep."),
        ("Heads",
            "One head's contribution to the residual stream at one token is exchanged in the same way. Its effect is the growth of"
                + " logit(new digit) minus logit(old digit); programs with the answer"
            + " on lines 1 and 2 are left out, because heads that serve heuristics would be counted as the circuit's."),
        ("Development",
            "Cells are chosen from the last checkpoint's own sweep: for each token the layer of strongest success and the last"
                + " before the digit is handed on, and the colon's layer at which answers on"
            + " the first lines lead most. They are followed over all checkpoints on the same programs. A cell has emerged at the"
                + " first checkpoint from which its success stays at or above half of"
            + " its final value; the interval comes from the cells' own intervals."),
        ("Subspaces",
            "Principal components of the residual stream at the chain's right-hand sides, programs with the answer on line 1 left"
                + " out; a classifier with an absolute (L1) penalty keeps 10 for digits"
            + " and 26 for names, as the paper's does. The swap exchanges only these. The name counterfactual exchanges the names"
                + " of two lines, one of them on the chain. Beside it stand the whole"
            + " vector, the complement, components of largest variance, random subspaces of equal rank and equal norm, and"
                + " components learned from shuffled labels."),
        ("Generalisation", "New programs of each length from 2 lines and of each depth, with the root on line 1, on line 2 or"
            + " later, in equal numbers; nothing is trained."),
        ("Probes",
            "At each newline a linear probe reads, for each of 26 names, the digit that it is bound to, or that it is unbound. State"
                + " accuracy is the share of newlines with all 26 right; variable"
            + " accuracy counts bound names only."),
    ];
}
