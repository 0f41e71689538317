using Microsoft.Extensions.Logging;

namespace Bindscope.Web.Problems;

/// <summary>Passes what the server logs to whoever knows where a line may be written now.</summary>
internal sealed class LineLog(Action<string> report) : ILoggerProvider, ILogger
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            report($"server: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
