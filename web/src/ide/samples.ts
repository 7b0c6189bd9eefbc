/** The tabs shown on the first visit. */
export interface Sample {
  query: string;
  variables?: string;
}

export const headers = `// Khi cần mã truy cập: bỏ dấu // ở dòng trong ngoặc, thay
// mã của bạn, rồi bấm "Re-fetch GraphQL schema".
// Where tokens are needed: uncomment the line within the
// braces, put in yours, then "Re-fetch GraphQL schema".
{
  // "Authorization": "Bearer …"
}
`;

const json = (value: Record<string, unknown>): string => JSON.stringify(value, null, 2);

export const samples: Sample[] = [
  {
    query: `# Tiến độ của cả nước, theo từng đơn vị cấp dưới.
# Ctrl+Enter: chạy. Ctrl+Space: gợi ý.
# Biểu tượng góc trên bên trái: tài liệu của mọi kiểu.
#
# The whole, child by child. Ctrl+Enter runs,
# Ctrl+Space completes; the icon at the top left
# opens the documentation of every type.
query CaNuoc {
  root {
    id
    name
    progress { total done overdue percent unitsSilent }
    breakdown(by: CHILD) {
      key
      label
      progress { total done overdue percent }
    }
  }
}
`,
  },
  {
    query: `# Một đơn vị theo lĩnh vực cải cách; năm để ở biến.
# One unit by reform area; the year stands in the variables.
query TheoLinhVuc($unit: ID!, $year: Int) {
  unit(id: $unit) {
    name
    breakdown(by: REFORM_AREA, filter: { year: $year }) {
      label
      progress { total done overdue dueWithin(days: 30) percent }
    }
  }
}
`,
    variables: json({ unit: 'vn24-72', year: 2013 }),
  },
  {
    query: `# Việc quá hạn, từng trang: chuyển endCursor vào biến
# after để xem trang sau.
# What is overdue, page by page: put endCursor into
# the variable after for the next page.
query QuaHan($under: ID!, $after: String) {
  obligations(under: $under, filter: { overdue: true }, first: 20, after: $after) {
    totalCount
    nodes { id title due percent unit { name } plan { number } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: json({ under: 'vn24-72' }),
  },
  {
    query: `# Báo cáo tiến độ. Mỗi lần báo cáo một requestId mới;
# chưa nhận được trả lời thì gửi lại đúng requestId ấy.
# Report progress. A new requestId for each intention;
# the same one again until there is an answer.
mutation BaoCao($requestId: ID!, $obligation: ID!) {
  reportProgress(requestId: $requestId, obligation: $obligation, percent: 45.5, note: "Đã trình dự thảo") {
    id
    status
    percent
    version
  }
}
`,
    variables: json({ requestId: '', obligation: '' }),
  },
  {
    query: `# Theo dõi một đơn vị: trả lời ngay, rồi mỗi khi số liệu
# của đơn vị hoặc cấp dưới thay đổi.
# Watch a unit: an answer at once, then one after each
# change at the unit or below it.
subscription TheoDoi($unit: ID!) {
  progressChanged(unit: $unit) {
    name
    progress { done overdue percent version }
  }
}
`,
    variables: json({ unit: 'vn24-72' }),
  },
];
