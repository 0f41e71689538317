using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Web;

/// <summary>Programs that stand in for Bindscope's, so that jobs of a desk take no time.</summary>
internal static class FakeProgram
{
    /// <summary>
    /// Notes its arguments in <c>said</c>, then does as its first argument says: <c>train</c> goes on until its input ends and says it was
    /// interrupted, <c>analyze</c> fails with words, all else ends well.
    /// </summary>
    internal static string Write(TemporaryFolder folder) => Write(folder, $$"""
        echo "$(nice) $*" >> '{{folder.File("said")}}'
        case $1 in
            train) echo 'step 10' >&2; cat > '{{folder.File("input")}}'; echo 'hint: go on' >&2; exit 130 ;;
            analyze) echo 'error: the disk is full' >&2; echo 'hint: free some space' >&2; exit 3 ;;
        esac
        """);

    /// <summary>Bindscope itself, which trains a tiny model whatever preset and seed are asked for.</summary>
    internal static string WriteTiny(TemporaryFolder folder)
    {
        string preset = folder.File("tiny.json");
        File.WriteAllText(preset, PresetJson.Write(TinyPresets.Fresh));
        return Write(folder, $"""
            if [ "$1" = train ]; then set -- "$@" --config '{preset}'; fi
            exec '{Path.Combine(AppContext.BaseDirectory, "bindscope")}' "$@"
            """);
    }

    private static string Write(TemporaryFolder folder, string script)
    {
        string path = folder.File("program");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
