global using GraphQL;
global using GraphQL.Types;
global using Hierarchy.Api.GraphQL;
global using Hierarchy.Api.GraphQL.Transport;
global using Microsoft.Extensions.DependencyInjection;
