import { expect, it } from 'vitest';
import { pathBelow } from './UnitPath';

it.each([
  ['the root shows the whole path', '', 'Tỉnh Tây Ninh › Huyện Bến Cầu › Phòng Nội vụ'],
  ['a province what is below it', 'Tỉnh Tây Ninh', 'Huyện Bến Cầu › Phòng Nội vụ'],
  ['a district its office', 'Tỉnh Tây Ninh › Huyện Bến Cầu', 'Phòng Nội vụ'],
  ['the unit itself its name', 'Tỉnh Tây Ninh › Huyện Bến Cầu › Phòng Nội vụ', 'Phòng Nội vụ'],
  ['a unit of a like name elsewhere is no part of it', 'Tỉnh Tây', 'Phòng Nội vụ'],
])('%s', (_, shown, told) => {
  expect(pathBelow({ name: 'Phòng Nội vụ', path: 'Tỉnh Tây Ninh › Huyện Bến Cầu › Phòng Nội vụ' }, shown)).toBe(told);
});
