/** All texts in Vietnamese; en.ts has the same names. */
export const vi = {
  app: {
    name: 'Hierarchy', subtitle: 'Theo dõi thực hiện kế hoạch cải cách hành chính', skip: 'Đến nội dung chính', language: 'English',
    languageLabel: 'Chuyển sang tiếng Anh', themeDark: 'Chuyển sang nền tối', themeLight: 'Chuyển sang nền sáng', api: 'API',
    print: 'In trang A4', copy: 'Chép liên kết', copied: 'Đã chép liên kết', notFound: 'Không có trang này', home: 'Về trang đầu',
  },
  live: {
    connecting: 'Đang kết nối', live: 'Trực tiếp', cut: 'Mất kết nối từ {{time}}', retry: 'Kết nối lại ngay',
    cutHint: 'Số liệu dưới đây là của thời điểm đó; trang tự kết nối lại và cập nhật.',
  },
  token: {
    title: 'Cần mã truy cập', needed: 'Hệ thống này yêu cầu mã truy cập. Mã chỉ được giữ trong thẻ trình duyệt này.',
    wrong: 'Hệ thống không biết mã này. Kiểm tra lại rồi nhập lại.', label: 'Mã truy cập', send: 'Vào hệ thống', forget: 'Thoát',
  },
  search: {
    label: 'Tìm đơn vị', placeholder: 'Tìm đơn vị, không cần dấu', none: 'Không có đơn vị nào có tên như vậy',
    hint: '{{count}} đơn vị; dùng phím lên, xuống, Enter', failed: 'Chưa tìm được', 
  },
  kind: {
    MINISTRY: 'Bộ', PROVINCE: 'Tỉnh, thành phố', DEPARTMENT: 'Sở, ban, ngành', DISTRICT: 'Cấp huyện', OFFICE: 'Phòng', COMMUNE: 'Cấp xã',
    BODY: 'Cơ quan khác',
  },
  area: {
    INSTITUTIONS: 'Cải cách thể chế', PROCEDURES: 'Cải cách thủ tục hành chính', APPARATUS: 'Cải cách tổ chức bộ máy',
    CIVIL_SERVICE: 'Cải cách chế độ công vụ', PUBLIC_FINANCE: 'Cải cách tài chính công', MODERNISATION: 'Hiện đại hóa hành chính',
    STEERING: 'Chỉ đạo điều hành', OTHER: 'Khác',
  },
  areaShort: {
    INSTITUTIONS: 'Thể chế', PROCEDURES: 'Thủ tục', APPARATUS: 'Bộ máy', CIVIL_SERVICE: 'Công vụ', PUBLIC_FINANCE: 'Tài chính',
    MODERNISATION: 'Hiện đại hóa', STEERING: 'Chỉ đạo', OTHER: 'Khác',
  },
  status: {
    WAITING: 'Chờ sự kiện', NOT_STARTED: 'Chưa bắt đầu', IN_PROGRESS: 'Đang thực hiện', SUBMITTED: 'Chờ duyệt', DONE: 'Hoàn thành',
    CANCELLED: 'Đã hủy',
  },
  timeliness: {
    DONE_ON_TIME: 'Hoàn thành đúng hạn', DONE_LATE: 'Hoàn thành quá hạn', WITHIN_TERM: 'Trong hạn', OVERDUE: 'Quá hạn', CANCELLED: 'Đã hủy',
  },
  obligationKind: { TASK: 'Nhiệm vụ', REPORT: 'Báo cáo', PLAN: 'Lập kế hoạch', ALL: 'Tất cả' },
  nav: { label: 'Các phần của đơn vị', overview: 'Tổng quan', obligations: 'Công việc', plans: 'Kế hoạch', history: 'Lịch sử', path: 'Đường dẫn' },
  filter: {
    label: 'Phạm vi của trang', asOf: 'Tính đến ngày', today: 'Hôm nay', year: 'Năm', allYears: 'Mọi năm', plan: 'Kế hoạch',
    allPlans: 'Mọi kế hoạch', kind: 'Loại việc', clear: 'Bỏ lọc', asOfNote: 'Mức độ trễ hạn được tính theo ngày {{day}}',
  },
  headline: {
    title: 'Tình hình thực hiện', rate: 'Tỷ lệ hoàn thành việc đến hạn', rateHint: '{{done}} trong {{due}} việc đã đến hạn', rateNone: 'Chưa có việc nào đến hạn',
    onTime: 'Đúng hạn', late: 'Trễ hạn', within: 'Trong hạn', overdue: 'Quá hạn', doneOnTime: 'Hoàn thành đúng hạn',
    doneLate: 'Hoàn thành trễ hạn', withinTerm: 'Chưa xong, còn hạn', overdueLong: 'Chưa xong, quá hạn', total: '{{total}} việc', cancelled: '{{count}} đã hủy',
    bar: 'Đúng hạn {{onTime}}, trễ hạn {{late}}, trong hạn {{within}}, quá hạn {{overdue}}',
  },
  measure: {
    title: 'Các chỉ số', percent: 'Tiến độ theo trọng số', percentHint: 'trên {{count}} việc', unitPercent: 'Tiến độ bình quân đơn vị', unitPercentHint: 'trên {{count}} đơn vị',
    silent: 'Đơn vị chưa báo cáo', silentHint: 'trong {{units}} đơn vị có việc', planned: 'Kinh phí', spentHint: 'đã chi {{spent}}', waiting: 'Chờ sự kiện',
  },
  due: {
    title: 'Hạn hoàn thành', overdue: 'Quá hạn', d7: '7 ngày tới', d30: '30 ngày tới', d90: '90 ngày tới', open: 'Xem danh sách',
    none: 'Không có việc nào quá hạn', first: 'Quá hạn lâu nhất', late: 'trễ {{days}} ngày', left: 'còn {{days}} ngày', todayDue: 'hạn hôm nay',
  },
  areas: { title: 'Theo lĩnh vực cải cách', none: 'Không có việc nào trong phạm vi này' },
  ranking: {
    title: 'Đơn vị trực thuộc', unit: 'Đơn vị', rate: 'Tỷ lệ hoàn thành', percent: 'Tiến độ', total: 'Việc', onTime: 'Đúng hạn', late: 'Trễ hạn',
    within: 'Trong hạn', overdue: 'Quá hạn', silent: 'Chưa báo cáo', planned: 'Kinh phí', change: 'từ khi mở trang', none: 'Không có đơn vị trực thuộc', own: 'trực tiếp',
    sort: 'Sắp xếp theo {{column}}', empty: 'Chưa có việc nào', idle: '{{count}} đơn vị không có việc trong phạm vi này', showIdle: 'Hiện', hideIdle: 'Ẩn',
    changeNote: 'Số nhỏ có dấu: thay đổi từ khi mở trang lúc {{time}}.',
  },
  heat: {
    title: 'Đơn vị × lĩnh vực', measure: 'Số đo', rate: 'Tỷ lệ hoàn thành', percent: 'Tiến độ', overdue: 'Quá hạn', none: 'Không có gì để so sánh',
    cell: '{{unit}}, {{area}}: {{value}}, {{total}} việc', low: 'thấp', high: 'cao', few: 'ít', many: 'nhiều', empty: 'không có việc',
  },
  difficulty: {
    title: 'Khó khăn, vướng mắc đang mở', none: 'Không có khó khăn nào đang mở', raisedTo: 'Gửi {{unit}}', raised: 'Nêu lúc {{at}}',
    resolved: 'Đã giải quyết lúc {{at}}', more: 'Xem tất cả {{count}}',
  },
  list: {
    title: 'Công việc', count: '{{count}} việc', explain: 'Danh sách này là những việc làm nên con số đó.', units: '{{count}} đơn vị',
    percentOf: 'tiến độ theo trọng số {{percent}}', money: 'kinh phí {{planned}}, đã chi {{spent}}', unit: 'Đơn vị', task: 'Việc', document: 'Văn bản', due: 'Hạn',
    status: 'Tình trạng', percent: 'Tiến độ', text: 'Tìm trong tên, ghi chú, số văn bản', anyStatus: 'Mọi tình trạng', unitKind: 'Cấp đơn vị', anyKind: 'Mọi cấp',
    anyArea: 'Mọi lĩnh vực', area: 'Lĩnh vực', which: 'Danh sách', order: 'Thứ tự', own: 'Chỉ của chính đơn vị', csv: 'Tải CSV', csvBusy: 'Đang tải {{done}}/{{total}}', csvStop: 'Dừng',
    filters: 'Bộ lọc', none: 'Không có việc nào như vậy', clear: 'Bỏ các điều kiện', loading: 'Đang tải', csvFailed: 'Chưa tải được, thử lại', noDue: 'Không định hạn',
    unsplit: 'Ngoài ra {{money}} được dành cho các lĩnh vực của kế hoạch mà không giao cho việc nào.', weight: 'Trọng số', spent: 'Đã chi', row: 'Mở việc', money2: 'Kinh phí',
    completedOn: 'Ngày xong', note: 'Ghi chú', plan: 'Kế hoạch', id: 'Mã',
  },
  lists: {
    all: 'Tất cả việc', counted: 'Việc không bị hủy', done: 'Đã hoàn thành', onTime: 'Hoàn thành đúng hạn', late: 'Hoàn thành trễ hạn',
    within: 'Chưa xong, còn hạn', overdue: 'Chưa xong, quá hạn', due: 'Việc đã đến hạn: hoàn thành và quá hạn', due7: 'Đến hạn trong 7 ngày', due30: 'Đến hạn trong 30 ngày',
    due90: 'Đến hạn trong 90 ngày', silent: 'Việc của đơn vị chưa báo cáo', reporting: 'Việc của đơn vị đã báo cáo', waiting: 'Chờ sự kiện', cancelled: 'Đã hủy',
    submitted: 'Chờ duyệt', difficulty: 'Đang có khó khăn',
  },
  order: {
    DUE_ASC: 'Hạn sớm trước', DUE_DESC: 'Hạn muộn trước', PERCENT_ASC: 'Tiến độ thấp trước', PERCENT_DESC: 'Tiến độ cao trước', UPDATED_DESC: 'Mới cập nhật trước',
  },
  obligation: {
    title: 'Việc phải làm', close: 'Đóng', gone: 'Không có việc này', due: 'Hạn', completedOn: 'Hoàn thành ngày', unit: 'Đơn vị thực hiện', plan: 'Kế hoạch', area: 'Lĩnh vực',
    group: 'Mục', products: 'Sản phẩm', leads: 'Chủ trì', coordinators: 'Phối hợp', approver: 'Cấp duyệt', schedule: 'Thời gian', document: 'Văn bản', note: 'Ghi chú',
    budget: 'Kinh phí', spent: 'Đã chi', updated: 'Cập nhật', weight: 'Trọng số', source: 'Căn cứ', details: 'Chi tiết', actions: 'Thao tác', issued: 'ngày {{day}}',
    final: 'Việc đã khép lại; không còn thao tác nào.', waitingNote: 'Việc chưa phát sinh: chờ sự kiện nêu trong kế hoạch.',
  },
  report: {
    title: 'Báo cáo tiến độ', percent: 'Tiến độ (%)', note: 'Ghi chú', spent: 'Đã chi đến nay (đồng)', send: 'Gửi báo cáo', percentHint: 'Từ 0 đến 100. 100% chưa là hoàn thành: hãy nộp kết quả.',
  },
  submit: {
    title: 'Nộp kết quả', number: 'Số văn bản', issuedOn: 'Ngày ban hành', documentTitle: 'Trích yếu', uri: 'Liên kết', completedOn: 'Ngày hoàn thành', send: 'Nộp',
    hint: 'Đơn vị cấp trên sẽ duyệt hoặc trả lại.', needBoth: 'Có số văn bản thì cần ngày ban hành, và ngược lại.',
  },
  review: { title: 'Duyệt', accept: 'Duyệt: hoàn thành', sendBack: 'Trả lại', reason: 'Lý do trả lại', hint: 'Chỉ đơn vị cấp trên duyệt được.', needReason: 'Nêu lý do trả lại.' },
  hard: {
    title: 'Khó khăn, vướng mắc', text: 'Nêu khó khăn', raise: 'Gửi lên cấp trên', escalate: 'Chuyển lên cấp trên nữa', resolve: 'Đã giải quyết', resolution: 'Cách giải quyết',
    needText: 'Hãy viết vài lời.',
  },
  send: {
    sending: 'Đang gửi…', unknown: 'Chưa có trả lời. Trang gửi lại yêu cầu này đến khi biết kết quả; không bị tính hai lần.', done: 'Đã ghi nhận', refused: 'Không được chấp nhận',
    optimistic: 'đang ghi', dismiss: 'Đã hiểu', tryNow: 'Gửi lại ngay', pending: '{{count}} yêu cầu chưa có trả lời',
    conflict: 'Việc này vừa thay đổi. Xem lại số liệu mới rồi gửi lại.', forbidden: 'Mã truy cập của bạn không được làm việc này.',
  },
  plans: {
    title: 'Kế hoạch liên quan', none: 'Không có kế hoạch nào trong phạm vi này', owner: 'Ban hành', adopted: 'Ngày {{day}}', years: 'Giai đoạn {{years}}', number: 'Số {{number}}', basedOn: 'Căn cứ',
    objectives: 'Mục tiêu', noObjectives: 'Kế hoạch không ghi mục tiêu', lines: 'Các nhiệm vụ', duties: 'Báo cáo và kế hoạch phải lập', noDuties: 'Không có', back: 'Mọi kế hoạch', use: 'Lọc cả trang theo kế hoạch này',
    code: 'Số', line: 'Nhiệm vụ', leads: 'Chủ trì', schedule: 'Thời gian', result: 'Kết quả', money: 'Kinh phí', target: 'Chỉ tiêu', gone: 'Không có kế hoạch này', area: 'Lĩnh vực', parent: 'Thực hiện',
    outside: 'Kế hoạch này không giao việc cho đơn vị.',
  },
  comparison: { MORE_THAN: '> {{value}}', AT_LEAST: '≥ {{value}}', EQUAL: '= {{value}}', AT_MOST: '≤ {{value}}', LESS_THAN: '< {{value}}' },
  history: { title: 'Lịch sử', none: 'Chưa có gì xảy ra ở đơn vị này', more: 'Xem thêm', by: 'bởi {{actor}}', new: 'Có thay đổi mới' },
  state: {
    loading: 'Đang tải', failed: 'Chưa tải được phần này', retry: 'Thử lại', noUnit: 'Không có đơn vị mang mã “{{id}}”', stale: 'Số liệu có thể đã cũ', crashed: 'Trang gặp lỗi. Tải lại trang để tiếp tục.',
    reload: 'Tải lại', table: '{{title}}, bảng cuộn được',
  },
  money: { billion: '{{value}} tỷ ₫', million: '{{value}} triệu ₫' },
  printed: { heading: 'Báo cáo tình hình thực hiện', at: 'Lập lúc {{at}}', scope: 'Phạm vi: {{scope}}' },
};
