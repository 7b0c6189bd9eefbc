global using Hierarchy.Api.GraphQL;
global using Hierarchy.Grains;
global using Hierarchy.Grains.Ports;
