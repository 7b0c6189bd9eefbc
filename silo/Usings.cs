global using System.Collections.Immutable;
global using Hierarchy.Grains;
global using Hierarchy.Grains.Ports;
global using Hierarchy.Grains.Units;
