using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>
/// Attention with every step in memory, so that a tap can see it and dropout can change it: the plain way, of which
/// <see cref="FusedAttention"/> is the fast one. B rows, T tokens, H heads, K head width.
/// </summary>
internal sealed unsafe class AttentionSteps
{
    private readonly ModelSpec spec;
    private readonly int rows;
    private readonly int length;
    private readonly Tensor part; // [B, T, H, K], one of queries, keys and values
    private readonly Tensor queries; // [B, T, H, K], rotated and scaled
    private readonly Tensor keys; // [B, T, H, K], rotated
    private readonly Tensor softmax; // [B, H, T, T], before the tap and dropout
    private readonly Tensor pattern; // [B, H, T, T], as it mixes values
    private Tensor? gradient; // [B, H, T, T]
    private Tensor? queriesGradient; // [B, T, H, K], of the rotated queries
    private Tensor? keysGradient; // [B, T, H, K]

    private AttentionSteps(ModelSpec spec, int rows, int length)
    {
        (this.spec, this.rows, this.length) = (spec, rows, length);
        part = Tensor.Uninitialized(rows, length, spec.AttentionWidth);
        queries = Tensor.Uninitialized(rows, length, spec.AttentionWidth);
        keys = Tensor.Uninitialized(rows, length, spec.AttentionWidth);
        softmax = Tensor.Uninitialized(rows, spec.Heads, length, length);
        pattern = Tensor.Uninitialized(rows, spec.Heads, length, length);
    }

    private int Width => spec.AttentionWidth;

    /// <summary>The memory that there is, or new where it does not fit the pass.</summary>
    internal static AttentionSteps For(AttentionSteps? known, ModelSpec spec, in PassContext pass) =>
        known is not null && known.rows == pass.Rows && known.length == pass.Length ? known : new AttentionSteps(spec, pass.Rows, pass.Length);

    /// <summary>From queries, keys and values to mixed values.</summary>
    /// <param name="layer">For dropout.</param>
    /// <param name="qkv">[B, T, 3*H*K]; what a tap replaces is written back.</param>
    /// <param name="pass">Layout and dropout.</param>
    /// <param name="tap">Sees every step.</param>
    /// <param name="z">Receives mixed values, [B, T, H*K]; null where only the steps are wanted.</param>
    internal void Forward(int layer, Tensor qkv, in PassContext pass, in TapPoints tap, Tensor? z)
    {
        ThroughPart(SiteKind.AttentionQ, 0, qkv, tap); // [B, T, H, K]
        ThroughPart(SiteKind.AttentionK, 1, qkv, tap); // [B, T, H, K]
        ThroughPart(SiteKind.AttentionV, 2, qkv, tap); // [B, T, H, K]
        Rotate(qkv, pass.Tables);
        Scores(pass.Tables.Layout); // [B, H, T, T]
        tap.Through(SiteKind.AttentionScores, softmax, rows, spec.Heads, length, length);
        for (int row = 0; row < rows * spec.Heads * length; row++)
        {
            SoftmaxRow.Run(softmax.Pointer + ((nint)row * length), length); // [B, H, T, T]
        }

        pattern.CopyFrom(softmax);
        tap.Through(SiteKind.AttentionPattern, pattern, rows, spec.Heads, length, length);
        if (z is not null)
        {
            pass.Dropouts.Apply(layer, Dropouts.Place.Pattern, pattern, rows, spec.Heads * length * length);
            Mix(qkv, z); // [B, T, H*K]
        }
    }

    /// <summary>From the gradient of mixed values to that of queries, keys and values.</summary>
    /// <param name="layer">For dropout.</param>
    /// <param name="qkv">[B, T, 3*H*K], as the forward pass left it.</param>
    /// <param name="pass">Layout and dropout.</param>
    /// <param name="tap">Sees the gradient at every step.</param>
    /// <param name="dZ">[B, T, H*K].</param>
    /// <param name="dQkv">[B, T, 3*H*K]; overwritten.</param>
    internal void Backward(int layer, Tensor qkv, in PassContext pass, in TapPoints tap, Tensor dZ, Tensor dQkv)
    {
        gradient ??= Tensor.Uninitialized(rows, spec.Heads, length, length);
        dQkv.Values[..(rows * length * 3 * Width)].Clear();
        MixBackward(qkv, dZ, dQkv); // [B, H, T, T]
        pass.Dropouts.Apply(layer, Dropouts.Place.Pattern, gradient, rows, spec.Heads * length * length);
        tap.Through(SiteKind.AttentionPattern, gradient, rows, spec.Heads, length, length);
        for (int row = 0; row < rows * spec.Heads * length; row++)
        {
            SoftmaxRow.Backward(softmax.Pointer + ((nint)row * length), gradient.Pointer + ((nint)row * length), length); // [B, H, T, T]
        }

        tap.Through(SiteKind.AttentionScores, gradient, rows, spec.Heads, length, length);
        ScoresBackward(dQkv, pass.Tables); // [B, T, 3*H*K]
        ThroughPart(SiteKind.AttentionV, 2, dQkv, tap); // [B, T, H, K]
        ThroughPart(SiteKind.AttentionK, 1, dQkv, tap); // [B, T, H, K]
        ThroughPart(SiteKind.AttentionQ, 0, dQkv, tap); // [B, T, H, K]
    }

    private void ThroughPart(SiteKind kind, int which, Tensor qkv, in TapPoints tap)
    {
        if (tap.Wants(kind))
        {
            float* values = qkv.Pointer + (which * Width);
            Rows.Copy(values, 3 * Width, part.Pointer, Width, rows * length, Width);
            if (tap.Through(kind, part, rows, length, spec.Heads, spec.HeadWidth))
            {
                Rows.Copy(part.Pointer, Width, values, 3 * Width, rows * length, Width);
            }
        }
    }

    private void Rotate(Tensor qkv, LayoutTables tables)
    {
        int half = spec.HeadWidth / 2;
        float scale = (float)(1 / Math.Sqrt(spec.HeadWidth));
        for (int token = 0; token < rows * length; token++)
        {
            float* cosine = tables.Cosine.Pointer + (token % length * half);
            float* sine = tables.Sine.Pointer + (token % length * half);
            for (int head = 0; head < spec.Heads; head++)
            {
                float* query = qkv.Pointer + ((nint)token * 3 * Width) + (head * spec.HeadWidth);
                nint at = ((nint)token * Width) + (head * spec.HeadWidth);
                Rotary.Turn(query, cosine, sine, half, 1, scale, queries.Pointer + at);
                Rotary.Turn(query + Width, cosine, sine, half, 1, 1, keys.Pointer + at);
            }
        }
    }

    /// <summary>scores[b,h,i,j] = query i . key j, or minus infinity where token i does not see token j.</summary>
    private void Scores(SequenceLayout layout)
    {
        for (int at = 0; at < rows * spec.Heads * length; at++)
        {
            (int row, int head, int to) = (at / (spec.Heads * length), at / length % spec.Heads, at % length);
            float* scores = softmax.Pointer + ((nint)at * length);
            float* query = At(queries, row, to, head);
            for (int from = 0; from < length; from++)
            {
                scores[from] = layout.Sees(to, from) ? Rows.Dot(query, At(keys, row, from, head), spec.HeadWidth) : float.NegativeInfinity;
            }
        }
    }

    private void ScoresBackward(Tensor dQkv, LayoutTables tables)
    {
        int half = spec.HeadWidth / 2;
        queriesGradient ??= Tensor.Uninitialized(rows, length, Width);
        keysGradient ??= Tensor.Uninitialized(rows, length, Width);
        queriesGradient.Values.Clear();
        keysGradient.Values.Clear();
        for (int at = 0; at < rows * spec.Heads * length; at++)
        {
            (int row, int head, int to) = (at / (spec.Heads * length), at / length % spec.Heads, at % length);
            float* given = gradient!.Pointer + ((nint)at * length);
            for (int from = 0; from < length; from++)
            {
                if (given[from] != 0)
                {
                    Rows.AddScaled(At(keys, row, from, head), given[from], At(queriesGradient, row, to, head), spec.HeadWidth);
                    Rows.AddScaled(At(queries, row, to, head), given[from], At(keysGradient, row, from, head), spec.HeadWidth);
                }
            }
        }

        float scale = (float)(1 / Math.Sqrt(spec.HeadWidth));
        for (int token = 0; token < rows * length; token++)
        {
            float* cosine = tables.Cosine.Pointer + (token % length * half);
            float* sine = tables.Sine.Pointer + (token % length * half);
            for (int head = 0; head < spec.Heads; head++)
            {
                float* target = dQkv.Pointer + ((nint)token * 3 * Width) + (head * spec.HeadWidth);
                nint at = ((nint)token * Width) + (head * spec.HeadWidth);
                Rotary.Turn(queriesGradient.Pointer + at, cosine, sine, half, -1, scale, target);
                Rotary.Turn(keysGradient.Pointer + at, cosine, sine, half, -1, 1, target + Width);
            }
        }
    }

    /// <summary>z[b,i,h] = sum over j of pattern[b,h,i,j] * value[b,j,h].</summary>
    private void Mix(Tensor qkv, Tensor z)
    {
        z.Values[..(rows * length * Width)].Clear();
        for (int at = 0; at < rows * spec.Heads * length; at++)
        {
            (int row, int head, int to) = (at / (spec.Heads * length), at / length % spec.Heads, at % length);
            float* weights = pattern.Pointer + ((nint)at * length);
            for (int from = 0; from < length; from++)
            {
                if (weights[from] != 0)
                {
                    Rows.AddScaled(Value(qkv, row, from, head), weights[from], At(z, row, to, head), spec.HeadWidth);
                }
            }
        }
    }

    private void MixBackward(Tensor qkv, Tensor dZ, Tensor dQkv)
    {
        for (int at = 0; at < rows * spec.Heads * length; at++)
        {
            (int row, int head, int to) = (at / (spec.Heads * length), at / length % spec.Heads, at % length);
            float* weights = pattern.Pointer + ((nint)at * length);
            float* result = gradient!.Pointer + ((nint)at * length);
            float* given = At(dZ, row, to, head);
            for (int from = 0; from < length; from++)
            {
                result[from] = Rows.Dot(given, Value(qkv, row, from, head), spec.HeadWidth);
                if (weights[from] != 0)
                {
                    Rows.AddScaled(given, weights[from], Value(dQkv, row, from, head), spec.HeadWidth);
                }
            }
        }
    }

    private float* At(Tensor heads, int row, int token, int head) =>
        heads.Pointer + ((((nint)row * length) + token) * Width) + (head * spec.HeadWidth);

    private float* Value(Tensor qkv, int row, int token, int head) =>
        qkv.Pointer + ((((nint)row * length) + token) * 3 * Width) + (2 * Width) + (head * spec.HeadWidth);
}
