global using Hierarchy.GraphQL.Execution;
global using Hierarchy.Grains;
global using Hierarchy.Grains.Ports;
