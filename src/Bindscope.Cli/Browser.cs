using System.ComponentModel;
using System.Diagnostics;

namespace Bindscope.Cli;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address where there is a screen; where there is none, or no browser, the printed address has to do.</summary>
    /// <returns>Whether a browser was asked.</returns>
    public static bool Open(string address)
    {
        if (!IsSet("DISPLAY") && !IsSet("WAYLAND_DISPLAY"))
        {
            return false;
        }

        try
        {
            var start = new ProcessStartInfo("xdg-open") { ArgumentList = { address }, RedirectStandardOutput = true, RedirectStandardError = true };
            Process.Start(start)?.Dispose();
            return true;
        }
        catch (Win32Exception)
        {
            // There is no xdg-open.
            return false;
        }

        static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 };
    }
}
