global using Hierarchy.GraphQL.Execution;
global using Hierarchy.Grains;
global using Hierarchy.Grains.Ports;
// The Orleans packages bring a type of the same name into every file.
global using RequestContext = Hierarchy.GraphQL.Execution.RequestContext;
