using System.Buffers.Binary;
using System.Text;
using Bindscope.Cli.Verbs;
using Bindscope.Runs;
using Bindscope.Runs.TensorBoard;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Runs.TensorBoard;

public sealed class TensorBoardWriterTests : IDisposable
{
    /// <summary>SessionLog.START of event.proto.</summary>
    private const ulong Start = 1;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-tensorboard-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void AnotherDecoderReadsWhatWasWritten()
    {
        var evaluation = SampleEvaluation.At(200, 120);
        using (var writer = TensorBoardWriter.Open(folder.FullName, firstStep: 101, new FixedTime()))
        {
            writer.Write(evaluation);
        }

        var events = Events(Assert.Single(folder.GetFiles("*tfevents*"))).ToArray();
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal((101, Start), (events[1].Step, events[1].SessionStatus));
        Assert.Equal((200, 1_700_000_000.25), (events[2].Step, events[2].WallTime));
        var scalars = events[2].Scalars;
        Assert.Equal((float)evaluation.Loss, scalars["training/loss"]);
        Assert.Equal(0.12f, scalars["test/accuracy"]);
        Assert.Equal(0.12f, scalars["test_accuracy_by_hops/01"]);
        Assert.Equal(0.1f, scalars["share_of_predictions/09"]);
        Assert.Equal(0.4f, scalars["agreement/first_two_constants"]);
        Assert.Equal(0.2f, scalars["agreement/line_2_constant"]);
        Assert.Equal(3, events.Length);
    }

    [Fact]
    public void ATrainingThatWasTakenUpOpensItsFileWithItsFirstEvaluationAndRepeatsThoseBefore()
    {
        using var run = new TemporaryFolder();
        MetricsFile.Append(run.File("metrics.jsonl"), SampleEvaluation.At(200, 100));
        MetricsFile.Append(run.File("metrics.jsonl"), SampleEvaluation.At(300, 110));
        MetricsFile.Append(run.File("metrics.jsonl"), SampleEvaluation.At(400, 120));
        using (var events = new TrainingEvents(folder.FullName, run.File("metrics.jsonl"), new FixedTime()))
        {
            events.Show(new TrainingProgress(300, 500, 1, null, null));
            Assert.Empty(folder.GetFiles());
            events.Show(new TrainingProgress(400, 500, 1, null, SampleEvaluation.At(400, 120)));
            events.Show(new TrainingProgress(500, 500, 1, null, SampleEvaluation.At(500, 130)));
        }

        Assert.Equal([0, 200, 200, 300, 400, 500], Events(Assert.Single(folder.GetFiles())).Select(written => written.Step));
    }

    [Fact]
    public void EveryScalarHasATagOfItsOwn()
    {
        var tags = EvaluationScalars.Of(SampleEvaluation.At(200, 120)).Select(scalar => scalar.Tag).ToArray();
        Assert.Equal(tags.Length, tags.Distinct().Count());
    }

    [Fact]
    public void TheChecksumIsCastagnolis() =>
        Assert.Equal(0xE3069283u, RecordFraming.Checksum(Encoding.ASCII.GetBytes("123456789")));

    private static IEnumerable<StoredEvent> Events(FileInfo file)
    {
        var bytes = File.ReadAllBytes(file.FullName);
        for (var place = 0; place < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(place));
            Assert.Equal(Masked(bytes.AsSpan(place, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place + 8)));
            var data = bytes.AsSpan(place + 12, length).ToArray();
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place + 12 + length)));
            yield return StoredEvent.Parse(data);
            place += length + 16;
        }
    }

    /// <summary>The checksum bit by bit, from its polynomial.</summary>
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var octet in data)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);
    }
}
