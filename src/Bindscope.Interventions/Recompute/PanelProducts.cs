using System.Runtime.Intrinsics;

namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Products of a few rows with one panel of 32 weights a row: result[r, j] = start[j] + sum over i of input[r, i] * panel[i, j]. All
/// results stay in registers, which is why the rows are written out; arrays of vectors would live in memory.
/// </summary>
internal static unsafe class PanelProducts
{
    /// <summary>Twelve rows.</summary>
    internal static void Twelve(float* input, nint inputStride, float* panel, int inputs, float* start, float* output, nint outputStride)
    {
        Vector512<float> low = Vector512.Load(start), high = Vector512.Load(start + 16);
        Vector512<float> l0 = low, h0 = high, l1 = low, h1 = high, l2 = low, h2 = high, l3 = low, h3 = high;
        Vector512<float> l4 = low, h4 = high, l5 = low, h5 = high, l6 = low, h6 = high, l7 = low, h7 = high;
        Vector512<float> l8 = low, h8 = high, l9 = low, h9 = high, l10 = low, h10 = high, l11 = low, h11 = high;
        float* rows4 = input + (4 * inputStride);
        float* rows8 = input + (8 * inputStride);
        nint three = 3 * inputStride;
        for (int i = 0; i < inputs; i++)
        {
            Vector512<float> first = Vector512.Load(panel), second = Vector512.Load(panel + 16);
            Vector512<float> value = Vector512.Create(input[i]);
            l0 = Vector512.FusedMultiplyAdd(value, first, l0);
            h0 = Vector512.FusedMultiplyAdd(value, second, h0);
            value = Vector512.Create(input[inputStride + i]);
            l1 = Vector512.FusedMultiplyAdd(value, first, l1);
            h1 = Vector512.FusedMultiplyAdd(value, second, h1);
            value = Vector512.Create(input[(2 * inputStride) + i]);
            l2 = Vector512.FusedMultiplyAdd(value, first, l2);
            h2 = Vector512.FusedMultiplyAdd(value, second, h2);
            value = Vector512.Create(input[three + i]);
            l3 = Vector512.FusedMultiplyAdd(value, first, l3);
            h3 = Vector512.FusedMultiplyAdd(value, second, h3);
            value = Vector512.Create(rows4[i]);
            l4 = Vector512.FusedMultiplyAdd(value, first, l4);
            h4 = Vector512.FusedMultiplyAdd(value, second, h4);
            value = Vector512.Create(rows4[inputStride + i]);
            l5 = Vector512.FusedMultiplyAdd(value, first, l5);
            h5 = Vector512.FusedMultiplyAdd(value, second, h5);
            value = Vector512.Create(rows4[(2 * inputStride) + i]);
            l6 = Vector512.FusedMultiplyAdd(value, first, l6);
            h6 = Vector512.FusedMultiplyAdd(value, second, h6);
            value = Vector512.Create(rows4[three + i]);
            l7 = Vector512.FusedMultiplyAdd(value, first, l7);
            h7 = Vector512.FusedMultiplyAdd(value, second, h7);
            value = Vector512.Create(rows8[i]);
            l8 = Vector512.FusedMultiplyAdd(value, first, l8);
            h8 = Vector512.FusedMultiplyAdd(value, second, h8);
            value = Vector512.Create(rows8[inputStride + i]);
            l9 = Vector512.FusedMultiplyAdd(value, first, l9);
            h9 = Vector512.FusedMultiplyAdd(value, second, h9);
            value = Vector512.Create(rows8[(2 * inputStride) + i]);
            l10 = Vector512.FusedMultiplyAdd(value, first, l10);
            h10 = Vector512.FusedMultiplyAdd(value, second, h10);
            value = Vector512.Create(rows8[three + i]);
            l11 = Vector512.FusedMultiplyAdd(value, first, l11);
            h11 = Vector512.FusedMultiplyAdd(value, second, h11);
            panel += 32;
        }

        Store(l0, h0, output);
        Store(l1, h1, output + outputStride);
        Store(l2, h2, output + (2 * outputStride));
        Store(l3, h3, output + (3 * outputStride));
        Store(l4, h4, output + (4 * outputStride));
        Store(l5, h5, output + (5 * outputStride));
        Store(l6, h6, output + (6 * outputStride));
        Store(l7, h7, output + (7 * outputStride));
        Store(l8, h8, output + (8 * outputStride));
        Store(l9, h9, output + (9 * outputStride));
        Store(l10, h10, output + (10 * outputStride));
        Store(l11, h11, output + (11 * outputStride));
    }

    /// <summary>Four rows.</summary>
    internal static void Four(float* input, nint inputStride, float* panel, int inputs, float* start, float* output, nint outputStride)
    {
        Vector512<float> low = Vector512.Load(start), high = Vector512.Load(start + 16);
        Vector512<float> l0 = low, h0 = high, l1 = low, h1 = high, l2 = low, h2 = high, l3 = low, h3 = high;
        nint three = 3 * inputStride;
        for (int i = 0; i < inputs; i++)
        {
            Vector512<float> first = Vector512.Load(panel), second = Vector512.Load(panel + 16);
            Vector512<float> value = Vector512.Create(input[i]);
            l0 = Vector512.FusedMultiplyAdd(value, first, l0);
            h0 = Vector512.FusedMultiplyAdd(value, second, h0);
            value = Vector512.Create(input[inputStride + i]);
            l1 = Vector512.FusedMultiplyAdd(value, first, l1);
            h1 = Vector512.FusedMultiplyAdd(value, second, h1);
            value = Vector512.Create(input[(2 * inputStride) + i]);
            l2 = Vector512.FusedMultiplyAdd(value, first, l2);
            h2 = Vector512.FusedMultiplyAdd(value, second, h2);
            value = Vector512.Create(input[three + i]);
            l3 = Vector512.FusedMultiplyAdd(value, first, l3);
            h3 = Vector512.FusedMultiplyAdd(value, second, h3);
            panel += 32;
        }

        Store(l0, h0, output);
        Store(l1, h1, output + outputStride);
        Store(l2, h2, output + (2 * outputStride));
        Store(l3, h3, output + (3 * outputStride));
    }

    /// <summary>One row.</summary>
    internal static void One(float* input, float* panel, int inputs, float* start, float* output)
    {
        Vector512<float> low = Vector512.Load(start), high = Vector512.Load(start + 16);
        for (int i = 0; i < inputs; i++)
        {
            Vector512<float> value = Vector512.Create(input[i]);
            low = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel), low);
            high = Vector512.FusedMultiplyAdd(value, Vector512.Load(panel + 16), high);
            panel += 32;
        }

        Store(low, high, output);
    }

    private static void Store(Vector512<float> low, Vector512<float> high, float* output)
    {
        low.Store(output);
        high.Store(output + 16);
    }
}
