// The Orleans packages bring a type of the same name into every file.
global using Request = Hierarchy.Simulation.Callers.Request;
