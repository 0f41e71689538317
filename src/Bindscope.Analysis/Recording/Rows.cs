using System.Runtime.InteropServices;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Recording;

/// <summary>Programs to tensors, and tensors to plain numbers.</summary>
internal static class Rows
{
    /// <summary>Prompts of equal length as one batch, [B,T] int64.</summary>
    internal static Tensor Tokens(IReadOnlyList<SymbolicProgram> programs, Device device)
    {
        int length = Positions.PromptLength(programs[0].Lines.Length);
        var ids = new long[programs.Count * length];
        for (int row = 0; row < programs.Count; row++)
        {
            Tokenizer.Encode(programs[row], ids.AsSpan(row * length, length));
        }

        return tensor(ids, programs.Count, length, device: device); // [B, T]
    }

    /// <summary>All numbers of a float tensor, last axis fastest.</summary>
    internal static float[] Numbers(Tensor value)
    {
        using Tensor plain = value.detach().cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
    }
}
