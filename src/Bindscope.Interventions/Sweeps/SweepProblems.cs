using Bindscope.Errors;
using Bindscope.Model;

namespace Bindscope.Interventions.Sweeps;

/// <summary>Finds what is wrong with a request before anything is computed.</summary>
internal static class SweepProblems
{
    /// <summary>Throws where a request does not fit the model.</summary>
    internal static void RequireNone(Transformer model, SweepRequest request)
    {
        (TokenRows rows, TokenRows? source, ReadOut readOut) = (request.Base, request.Source, request.ReadOut);
        if (rows.Length > model.Spec.Positions)
        {
            throw new UserException(
                $"the programs have {rows.Length} tokens, the model accepts {model.Spec.Positions}",
                "choose shorter programs, or a model with more positions");
        }

        if (source is not null)
        {
            RequirePairs(rows, source);
        }

        if (readOut.Positions.Length != rows.Count || readOut.Positions.Any(position => position < 0 || position >= rows.Length))
        {
            throw new UserException(
                $"the read-out needs one position for each of the {rows.Count} rows", $"the positions are 0-{rows.Length - 1}");
        }

        if (readOut.Columns.IsDefaultOrEmpty || readOut.Columns.Any(column => column < 0 || column >= model.Spec.Vocabulary))
        {
            throw new UserException("the read-out needs token ids whose logits are wanted", $"the ids are 0-{model.Spec.Vocabulary - 1}");
        }

        RequireTokens(model.Spec, rows);
        if (source is not null)
        {
            RequireTokens(model.Spec, source);
        }

        foreach (SweepCell cell in request.Cells)
        {
            InterventionProblems.RequireNone(cell.Interventions, model.Spec, rows.Count, rows.Length, source is not null);
        }
    }

    private static void RequirePairs(TokenRows rows, TokenRows source)
    {
        if (source.Count != rows.Count || source.Length != rows.Length)
        {
            throw new UserException(
                $"the base is {rows.Count} rows of {rows.Length} tokens, the source is {source.Count} rows of {source.Length}",
                "give every base program a source program of the same length");
        }

        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row].SequenceEqual(source[row]))
            {
                throw new UserException(
                    $"the source of row {row + 1} is the base itself, so no patch can change anything",
                    "give a source program that differs from the base program");
            }
        }
    }

    private static void RequireTokens(ModelSpec spec, TokenRows rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (int token in rows[row])
            {
                if (token < 0 || token >= spec.Vocabulary)
                {
                    throw new UserException(
                        $"row {row + 1} holds the token {token}, the model knows 0-{spec.Vocabulary - 1}",
                        "encode the programs with the tokenizer that the model was trained with");
                }
            }
        }
    }
}
