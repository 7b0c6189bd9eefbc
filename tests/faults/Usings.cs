global using Hierarchy.Tests.System;
