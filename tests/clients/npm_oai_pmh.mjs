// Harvests a repository with the npm package oai-pmh and prints one JSON object a record.
//   node npm_oai_pmh.mjs BASE_URL METADATA_PREFIX [FROM]
import client from 'oai-pmh'

const [baseUrl, metadataPrefix, from] = process.argv.slice(2)
const harvester = new client.OaiPmh(baseUrl)

// The package turns an element into its text, or into an object of its children with its text as _ and its attributes
// as $, and repeated ones into a list.
const first = element => Array.isArray(element) ? element[0] : element
const text = element => typeof first(element) === 'object' ? first(element)._ : first(element)

// The first child of that local name, or of any.
function child (element, name) {
  const key = Object.keys(first(element)).find(key => key !== '$' && key !== '_' && (!name || key.split(':').pop() === name))
  return first(element)[key]
}

// Where each format has the title; in cpl it is a member of a JSON text.
const titles = {
  oai_dc: root => text(child(root, 'title')),
  lom: root => text(child(child(child(root, 'general'), 'title'), 'string')),
  mods: root => text(child(child(root, 'titleInfo'), 'title')),
  lrmi: root => text(child(child(root), 'title')),
  cpl: root => Object.values(JSON.parse(text(root)).metadata.name)[0]
}

const choice = from ? { metadataPrefix, from } : { metadataPrefix }
try {
  for await (const record of harvester.listRecords(choice)) {
    const shown = { identifier: record.header.identifier, deleted: record.header.$?.status === 'deleted' }
    if (!shown.deleted) shown.title = titles[metadataPrefix](child(record.metadata))
    console.log(JSON.stringify(shown))
  }
} catch (error) {
  if (error.code !== 'noRecordsMatch') throw error
}
