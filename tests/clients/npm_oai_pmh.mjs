// Harvests a repository with the npm package oai-pmh and prints one JSON object a record.
//   node npm_oai_pmh.mjs BASE_URL METADATA_PREFIX
import client from 'oai-pmh'

const [baseUrl, metadataPrefix] = process.argv.slice(2)
const harvester = new client.OaiPmh(baseUrl)

// The package turns an element into its text, or into {_: text, $: attributes}, and repeated ones into a list.
function firstText (element) {
  const first = Array.isArray(element) ? element[0] : element
  return typeof first === 'object' ? first._ : first
}

for await (const record of harvester.listRecords({ metadataPrefix })) {
  const shown = { identifier: record.header.identifier, deleted: record.header.$?.status === 'deleted' }
  if (!shown.deleted) shown.title = firstText(record.metadata['oai_dc:dc']['dc:title'])
  console.log(JSON.stringify(shown))
}
