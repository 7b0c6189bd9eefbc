global using Hierarchy.Grains;
global using Hierarchy.Grains.Obligations;
global using Hierarchy.Grains.Plans;
global using Hierarchy.Grains.Ports;
global using Hierarchy.Grains.Rollup;
global using Hierarchy.Grains.Units;
global using Hierarchy.Tests.Postgres;
global using Hierarchy.UnitTests.Support;
