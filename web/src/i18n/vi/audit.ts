/** Texts of the record: who did what, and its files. */
export const audit = {
  audit: {
    title: 'Nhật ký: ai đã làm gì',
    none: 'Không có thay đổi nào như vậy',
    which: 'Lọc nhật ký',
    actor: 'Người thực hiện',
    actorHint: 'Gõ mã hoặc chọn trong danh sách; hay bấm tên ở một dòng.',
    unknown: 'Không thấy ai mang mã này trong phạm vi bạn được biết.',
    from: 'Từ ngày',
    to: 'Đến hết ngày',
    only: 'Chỉ xem những gì {{name}} đã làm',
    inPlaceOf: '{{name}}, thay {{other}}',
    pages: 'Các trang của nhật ký',
    older: 'Cũ hơn',
    newest: 'Về mới nhất',
    csv: 'Tải CSV',
    jsonl: 'Tải JSONL',
    failed: 'Chưa tải được tệp: {{why}}',
    needRight: 'Không xem được nhật ký ở đây: cần quyền xem nhật ký tại {{unit}} hoặc đơn vị cấp trên, cho mọi lĩnh vực.',
    needAllAreas: 'Không xem được nhật ký ở đây: quyền xem nhật ký của bạn chỉ gồm một số lĩnh vực, còn nhật ký cần mọi lĩnh vực.',
    whoGives: 'Quản trị của đơn vị giao quyền ở trang “Phân quyền”.',
  },
};
