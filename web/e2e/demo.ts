import { ask, requestId } from './harness';

/** A number in 0..1 that a text always gives. */
function chance(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

const before = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

const difficulties = [
  'Chưa được bố trí kinh phí nâng cấp phần mềm một cửa điện tử',
  'Biên chế thiếu, chưa có công chức chuyên trách cải cách hành chính',
  'Chờ hướng dẫn của bộ về bộ thủ tục hành chính mới',
  'Trụ sở một cửa chưa đạt diện tích theo quy định',
];

/** Units at work in the autumn of 2013, some better than others; the same each time. */
export async function demo(today: string): Promise<void> {
  for (const province of ['vn24-72', 'vn24-52']) {
    const found: { id: string; due: string | null; unit: { id: string } }[] = [];
    for (let after: string | null = null; ;) {
      const { obligations }: any = await ask(
        'query ($u: ID!, $a: String) { obligations(under: $u, first: 500, after: $a, filter: { status: [NOT_STARTED], year: 2013 }) { nodes { id due unit { id } } pageInfo { hasNextPage endCursor } } }',
        { u: province, a: after },
      );
      found.push(...obligations.nodes);
      if (!obligations.pageInfo.hasNextPage) break;
      after = obligations.pageInfo.endCursor;
    }
    let next = 0;
    const work = async () => {
      for (let one = found[next++]; one; one = found[next++]) await advance(one, today);
    };
    await Promise.all(Array.from({ length: 16 }, work));
  }
}

async function advance({ id, due, unit }: { id: string; due: string | null; unit: { id: string } }, today: string): Promise<void> {
  const zeal = 0.35 + 0.6 * chance(unit.id);
  const luck = chance(id);
  const o = `obligation: "${id}"`;
  const r = () => `requestId: "${requestId()}"`;
  if (due !== null && due < today && luck < zeal) {
    const late = luck > zeal * 0.86;
    const on = before(due, late ? -Math.ceil(luck * 40) : Math.ceil(luck * 30));
    const document = `{ number: "${Math.ceil(luck * 900)}/BC-UBND", issuedOn: "${on}" }`;
    await ask(`mutation { a: submit(${r()}, ${o}, completedOn: "${on}", document: ${document}) { id } b: accept(${r()}, ${o}) { id } }`);
    return;
  }
  if (chance(`${id}p`) < zeal * 0.85) {
    await ask(
      `mutation { reportProgress(${r()}, ${o}, percent: ${Math.round(luck * 18) * 5}, note: "Đang lấy ý kiến các đơn vị", spent: ${Math.round(luck * 9) * 1_000_000}) { id } }`,
    );
  }
  if (chance(`${id}d`) < 0.012)
    await ask(`mutation { raiseDifficulty(${r()}, ${o}, text: "${difficulties[Math.floor(luck * difficulties.length)]}") { id } }`);
}
