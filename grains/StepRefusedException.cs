namespace Hierarchy.Grains;

/// <summary>A step of a reorganisation cannot be done.</summary>
internal sealed class StepRefusedException(string message) : Exception(message);
