// The schema and the 700 units of EngineData.cs.
export const typeDefs = `
  type Query { unit(id: ID!): Unit }
  type Unit { id: ID! name: String! progress: Progress! children: [Unit!]! }
  type Progress { total: Int! done: Int! overdue: Int! percent: Float! }
`;

const parents = 33;
const units = Array.from({ length: 700 }, (_, i) => ({
  id: `u${i}`,
  name: i < parents ? `Tỉnh số ${i}` : `Xã Đông Hòa ${i}`,
  progress: { total: 100 + i, done: i % 97, overdue: i % 17, percent: ((i * 37) % 1000) / 10 },
}));
units.forEach((unit, i) => {
  unit.children = i < parents ? units.slice(parents + 20 * i, parents + 20 * (i + 1)) : [];
});
const byId = new Map(units.map((unit) => [unit.id, unit]));

export const resolvers = { Query: { unit: (_, { id }) => byId.get(id) ?? null } };

// Says where it listens, and stops with whoever started it.
export function serve(port) {
  console.log(`http://127.0.0.1:${port}`);
  process.stdin.on('end', () => process.exit(0)).resume();
}
