import { language } from '../i18n';
import type { Refused } from '../api/errors';

/** What the API asks of a field, in Vietnamese. The API itself speaks English, more exactly and for whoever writes programs. */
const rules: Record<string, string> = {
  percent: 'Tiến độ là số từ 0 đến 100, nhiều nhất hai chữ số sau dấu phẩy.',
  spent: 'Kinh phí đã chi là số đồng, không âm.',
  completedOn: 'Ngày hoàn thành phải từ ngày ban hành kế hoạch đến hôm nay.',
  'document.issuedOn': 'Ngày ban hành không được ở sau hôm nay.',
  occurredOn: 'Ngày xảy ra không được ở sau hôm nay.',
  due: 'Hạn nằm ngoài những ngày cho phép, hoặc sớm hơn ngày xảy ra.',
  on: 'Ngày báo cáo từ ngày kế hoạch ban hành đến hôm nay.',
};

const ofTexts = 'Nội dung không được để trống, quá dài hoặc có ký tự không lưu được.';

/** Why a field was refused: Vietnamese first, then the API's own words. */
export function refusalOf(error: Refused, path: string): string {
  return language.value === 'vi' ? `${rules[path] ?? ofTexts} (${error.message})` : error.message;
}
