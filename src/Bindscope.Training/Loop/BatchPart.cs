using Bindscope.Training.Batches;

namespace Bindscope.Training.Loop;

/// <summary>Builds the programs from..from+count-1 of a step's batch.</summary>
internal delegate Batch BatchPart(int from, int count);
