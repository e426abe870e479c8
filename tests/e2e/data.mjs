// What the node of the browser tests holds: two invented organisations, thirty resources, one small framework.
import { deflateSync } from 'node:zlib';

const titles = ['Castles of the valley', 'Paper boats & bridges', 'Owain’s map of the lost river', 'A morning at the loom',
  'Lanterns of the harbour', '"Street cries" <of> 1880', 'Cestyll a thywysogion', 'نقوش النور', 'Clay whistles 🐦', 'The mill race'];
const types = ['Lesson plan', 'Video', 'Worksheet'];
const subjects = ['History', 'Art and design', 'Music', 'Geography'];
const licences = ['CC BY 4.0', 'CC BY-NC-ND 4.0', 'CC0 1.0'];
const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;

// Thirty rows as a spreadsheet has them; each title appears three times with another ending.
export function spreadsheet(prefix, count) {
  const rows = [['Title', 'Description', 'Web address', 'Type', 'Subject', 'Level', 'Curriculum codes', 'Time needed (minutes)', 'Licence',
    'Language', 'Keywords', 'Your reference']];
  for (let i = 0; i < count; i++) {
    rows.push([`${titles[i % titles.length]}, part ${i}`,
      `Pupils look closely, talk about what they see and make something of their own. ${'They keep a careful notebook. '.repeat(i % 5)}`,
      `https://${prefix}.example/learning/${i}`, types[i % 3], subjects[i % 4], i % 2 ? 'KS2' : 'KS1', `RV.${1 + i % 4}`, 15 + 15 * (i % 4),
      licences[i % 3], { 6: 'cy', 7: 'ar' }[i % titles.length] ?? 'en', 'rivers; looking', `${prefix}-${i}`]);
  }
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

export function framework() {
  const base = 'https://framework.example/ims/case/v1p0/';
  const id = (n) => `00000000-0000-4000-8000-00000000000${n}`;
  const item = (n, code, text, type) => ({ identifier: id(n), uri: `${base}CFItems/${id(n)}`, fullStatement: text, humanCodingScheme: code,
    CFItemType: type, language: 'en', lastChangeDateTime: '2026-01-01T00:00:00+00:00' });
  const child = (n, m) => ({ identifier: id(n).replace('0', '1'), uri: `${base}CFAssociations/${id(n).replace('0', '1')}`, associationType: 'isChildOf',
    originNodeURI: { title: 'child', identifier: id(n), uri: `${base}CFItems/${id(n)}` },
    destinationNodeURI: { title: 'parent', identifier: id(m), uri: `${base}CF${m ? 'Items' : 'Documents'}/${id(m)}` },
    sequenceNumber: n, lastChangeDateTime: '2026-01-01T00:00:00+00:00' });
  return JSON.stringify({
    CFDocument: { identifier: id(0), uri: `${base}CFDocuments/${id(0)}`, creator: 'Invented Panel of Rivers', title: 'River Learning',
      language: 'en', adoptionStatus: 'Adopted', lastChangeDateTime: '2026-01-01T00:00:00+00:00' },
    CFItems: [item(1, 'RV', 'Looking and making', 'Strand'), item(2, 'RV.1', 'Looks closely at a made thing', 'Statement'),
      item(3, 'RV.2', 'Makes a thing and says how', 'Statement'), item(4, 'RV.3', 'Listens to what others see', 'Statement'),
      item(5, 'RV.4', 'Tells where a thing comes from', 'Statement')],
    CFAssociations: [child(1, 0), child(2, 1), child(3, 1), child(4, 1), child(5, 1)] });
}

// By hand: zlib of Node 18, Debian's, has none.
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

// A PNG of one colour, 64 by 64.
export function logo(red, green, blue) {
  const size = 64;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 3).map((_, i) => [red, green, blue][i % 3])]);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array(size).fill(row)))), chunk('IEND', Buffer.alloc(0))]);
}
