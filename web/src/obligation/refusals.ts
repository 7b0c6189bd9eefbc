import { language } from '../i18n';
import type { Refused } from '../api/errors';

/** The API's rules for fields, in Vietnamese. The API's own messages are English, more exact, and meant for developers. */
const rules: Record<string, string> = {
  percent: 'Tiến độ là số từ 0 đến 100, nhiều nhất hai chữ số sau dấu phẩy.',
  spent: 'Kinh phí đã chi là số đồng, không âm.',
  completedOn: 'Ngày hoàn thành phải từ ngày ban hành kế hoạch đến hôm nay.',
  'document.issuedOn': 'Ngày ban hành không được ở sau hôm nay.',
  'document.files': 'Tệp đã quá hạn sáu ngày, hoặc không phải do bạn tải lên: bỏ ra rồi chọn lại tệp.',
  occurredOn: 'Ngày xảy ra không được ở sau hôm nay.',
  due: 'Hạn nằm ngoài những ngày cho phép, hoặc sớm hơn ngày xảy ra.',
  on: 'Ngày không được ở sau hôm nay, cũng không trước ngày ban hành kế hoạch.',
  person: 'Không có người dùng mang mã này.',
  to: 'Ngày cuối không được trước ngày đầu; người nhận phải là người dùng đã đăng ký, khác chính bạn.',
  until: 'Ngày cuối không được trước ngày đầu, cũng không sau ngày cuối của quyền gốc.',
  from: 'Ngày đầu không được trước ngày đầu của quyền gốc, và phải trong khoảng cho phép.',
  'act.issuedOn': 'Ngày của văn bản không được ở sau hôm nay.',
  agency: 'Cơ quan đầu mối phải ở bên dưới đơn vị này, và chưa có cơ quan khác giữ việc đó.',
  id: 'Mã gồm 1 đến 100 chữ không dấu, chữ số, “-”, “_” hoặc “.”.',
  effectiveOn: 'Ngày hiệu lực từ ngày ban hành kế hoạch đến hôm nay.',
  'changeTasks.budget': 'Kinh phí là số đồng, không âm, và tổng của kế hoạch không vượt mức cho phép.',
  'changeTasks.schedule': 'Thời gian này không dùng được cho nhiệm vụ.',
  'changeTasks.schedule.date': 'Hạn cuối nằm ngoài những ngày cho phép.',
  changeTasks: 'Nhiệm vụ này không điều chỉnh như vậy được.',
  withdrawTasks: 'Nhiệm vụ này không bãi bỏ được: có thể đã bị bãi bỏ.',
  email: 'Thư điện tử không đúng, hoặc đã là của người khác.',
  numerator: 'Tử số là số nguyên, không âm, không lớn hơn mẫu số.',
  denominator: 'Mẫu số là số nguyên, không âm.',
  'findings.due': 'Hạn khắc phục không được trước ngày kiểm tra.',
  subject: 'Mã ở nhà cung cấp đăng nhập không đúng, hoặc đã là của người khác.',
};

const ofTexts = 'Nội dung không được để trống, quá dài hoặc có ký tự không lưu được.';

/** Why a field was refused: Vietnamese first, then the API's own words. */
export function refusalOf(error: Refused, path: string): string {
  // The message is shown beside the item of the list concerned.
  const rule = rules[path.replace(/\.\d+/g, '')] ?? ofTexts;
  return language.value === 'vi' ? `${rule} (${error.message})` : error.message;
}
