global using Hierarchy.Tests.Postgres;
