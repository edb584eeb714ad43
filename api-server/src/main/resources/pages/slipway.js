'use strict';
// What every page shares: session, API calls, live events, small elements. No data is ever put into HTML as text.

const TOKEN = 'slipway.token';

const ICONS = {
  succeeded: 'M3.5 8.5l3 3 6-7', failed: 'M4.5 4.500l7 7m0-7l-7 7', running: 'M8 2.500a5.500 5.500 0 1 1-5.500 5.500',
  waiting: 'M8 4.500V8l2.500 1.500M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11', cancelled: 'M4 8h8',
  queued: 'M4.500 8h.01M8 8h.01M11.500 8h.01', skipped: 'M4 4.500L7.500 8 4 11.500M8.500 4.500L12 8l-3.500 3.500',
  pending: 'M8 7.990v.02', draining: 'M8 3v8m-3-3l3 3 3-3', reverting: 'M6 4L3 7l3 3M3.500 7H10a3 3 0 0 1 0 6H8',
};
const SAME = { successful: 'succeeded', healthy: 'succeeded', complete: 'succeeded', unhealthy: 'failed', lost: 'failed', starting: 'running', stop: 'cancelled', unknown: 'waiting', paused: 'waiting', blocked: 'waiting', gone: 'cancelled' };

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[SAME[name] || name] || ICONS.pending);
  for (const [key, value] of Object.entries({ fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' })) {
    path.setAttribute(key, value);
  }
  svg.append(path);
  return svg;
}

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) { continue; }
    if (key === 'onclick') { node.addEventListener('click', value); } else { node.setAttribute(key, value === true ? '' : value); }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

function state(name, large) { return el('span', { class: 'state ' + name + (large ? ' large' : '') }, icon(name), name); }

function put(id, ...children) { document.getElementById(id).replaceChildren(...children.flat()); }

function show(id, visible) { document.getElementById(id).hidden = !visible; }

function duration(from, to) {
  if (!from) { return ''; }
  const seconds = Math.max(0, Math.round(((to ? new Date(to) : new Date()) - new Date(from)) / 1000));
  if (seconds < 60) { return seconds + ' s'; }
  if (seconds < 3600) { return Math.floor(seconds / 60) + ' min ' + (seconds % 60 ? seconds % 60 + ' s' : ''); }
  if (seconds < 172800) { return Math.floor(seconds / 3600) + ' h ' + (Math.floor(seconds / 60) % 60) + ' min'; }
  return Math.floor(seconds / 86400) + ' days';
}

function age(time) {
  const text = duration(time);
  return el('time', { datetime: time, title: new Date(time).toLocaleString() }, text.replace(/ min .*/, ' min').replace(/ h .*/, ' h') + ' ago');
}

function toast(text, bad) {
  const box = document.getElementById('toast');
  box.textContent = text;
  box.className = 'toast' + (bad ? ' bad' : '');
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { box.hidden = true; }, 6000);
}

function token() { return sessionStorage.getItem(TOKEN); }

function signOut(problem) {
  sessionStorage.removeItem(TOKEN);
  show('content', false);
  show('sign-in', true);
  show('sign-out', false);
  show('who', false);
  const box = document.getElementById('sign-in-problem');
  box.textContent = problem || '';
  box.hidden = !problem;
  document.getElementById('token').focus();
}

async function call(path, options) {
  const settings = Object.assign({ headers: {} }, options);
  settings.headers = Object.assign({ Authorization: 'Bearer ' + token() }, settings.headers);
  const response = await fetch(path, settings);
  if (response.ok) { return response; }
  const problem = await response.json().catch(() => ({ detail: 'The server answered ' + response.status }));
  if (response.status === 401) { signOut(problem.detail); }
  const reasons = (problem.problems || []).map(one => one.message + (one.fix ? ' (' + one.fix + ')' : ''));
  throw new Error(problem.code === 'POLICY_DENIED' && reasons.length ? 'Policy says no: ' + reasons.join('; ') : problem.detail);
}

async function get(path) { return (await call(path)).json(); }

function post(path, body) {
  return call(path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(body) });
}

// Server-sent events over fetch, because an EventSource cannot send the token. Resumes after the last number seen.
async function follow(query, onOpen, onEvent) {
  let last = null;
  for (;;) {
    const live = document.getElementById('live');
    try {
      const after = last === null ? '' : '&after=' + last;
      const response = await call('/v1/events?' + query + after, { headers: { Accept: 'text/event-stream' } });
      live.dataset.state = 'on';
      live.textContent = 'live';
      await onOpen();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) { break; }
        text += value;
        const blocks = text.split('\n\n');
        text = blocks.pop();
        for (const block of blocks) {
          const id = /^id: (\d+)$/m.exec(block);
          const data = /^data: (.*)$/m.exec(block);
          const from = /^: (?:from )?(\d+)$/m.exec(block);
          if (id && data) { last = id[1]; onEvent(JSON.parse(data[1])); } else if (from) { last = from[1]; }
        }
      }
    } catch (error) {
      if (!token()) { return; }
    }
    live.dataset.state = 'lost';
    live.textContent = 'reconnecting';
    await new Promise(resolve => { setTimeout(resolve, 1500); });
  }
}

// Calls at most once per 300 ms, and once more after the last request.
function calmly(action) {
  let timer = null;
  return () => {
    if (timer === null) {
      timer = setTimeout(() => { timer = null; action().catch(error => toast(error.message, true)); }, 300);
    }
  };
}

function who() {
  if (token().startsWith('slw_')) { return 'token ' + token().split('_')[1]; }
  try {
    const claims = JSON.parse(decodeURIComponent(escape(atob(token().split('.')[1].replace(/-/g, '+').replace(/_/g, '/')))));
    return claims.name || claims.sub;
  } catch (error) {
    return 'signed in';
  }
}

const Runs = {
  items: [], next: null,
  query() {
    const form = new FormData(document.getElementById('filter'));
    return [...form].filter(([, value]) => value).map(([key, value]) => key + '=' + encodeURIComponent(value)).join('&');
  },
  async load() {
    const page = await get('/v1/runs?limit=50&' + Runs.query());
    Runs.items = page.items;
    Runs.next = page.next || null;
    Runs.draw();
  },
  async older() {
    const page = await get('/v1/runs?limit=50&next=' + Runs.next + '&' + Runs.query());
    Runs.items = Runs.items.concat(page.items);
    Runs.next = page.next || null;
    Runs.draw();
  },
  draw() {
    const counts = {};
    Runs.items.forEach(run => { counts[run.state] = (counts[run.state] || 0) + 1; });
    put('counts', Object.entries(counts).map(([name, count]) => el('span', { class: 'state ' + name }, icon(name), count + ' ' + name)));
    put('rows', Runs.items.map(Runs.row));
    show('empty', Runs.items.length === 0);
    show('more', Runs.next !== null);
  },
  row(run) {
    const address = '/runs/' + run.project + '/' + run.pipeline + '/' + run.number;
    const why = run.waitingFor ? 'waits for ' + run.waitingFor : run.failureMessage;
    return el('tr', { onclick: event => { if (!event.target.closest('a')) { location.href = address; } } },
      el('td', {}, state(run.state)),
      el('td', {}, el('a', { class: 'run-name', href: address }, run.project + ' / ' + run.pipeline + ' ', el('span', { class: 'number' }, '#' + run.number)),
        run.dryRun ? el('span', {}, ' ', el('span', { class: 'tag' }, 'dry run')) : null,
        why ? el('div', { class: 'sub clip', title: why }, why) : el('div', { class: 'sub' }, run.ref.replace('refs/heads/', ''))),
      el('td', {}, el('div', { class: 'clip' }, run.commitSubject || '—'), el('div', { class: 'sub mono' }, run.commit.slice(0, 10))),
      el('td', {}, run.principalName, run.trigger === 'request' ? null : el('div', { class: 'sub' }, 'by ' + run.trigger)),
      el('td', { class: 'right' }, age(run.createdAt)),
      el('td', { class: 'right' }, run.startedAt ? duration(run.startedAt, run.finishedAt) : '—'));
  },
  async start() {
    document.getElementById('more').addEventListener('click', () => Runs.older().catch(error => toast(error.message, true)));
    document.getElementById('filter').addEventListener('input', calmly(Runs.load));
    document.getElementById('filter').addEventListener('submit', event => event.preventDefault());
    const projects = await get('/v1/projects?limit=500');
    put('projects', projects.items.map(project => el('option', { value: project.name })));
    const again = calmly(Runs.load);
    setInterval(Runs.draw, 15000);
    await follow('', Runs.load, event => { if (event.type.startsWith('run.') || event.type.startsWith('step.')) { again(); } });
  },
};

const Services = {
  async load() {
    const page = await get('/v1/services?limit=200');
    put('services', page.items.map(Services.card));
    show('empty', page.items.length === 0);
  },
  card(service) {
    const healthy = service.instances.filter(instance => instance.state === 'healthy').length;
    return el('article', { class: 'sheet' },
      el('div', { class: 'card-head' }, el('h2', {}, service.name), state(healthy ? 'healthy' : 'unhealthy')),
      el('p', { class: 'sub' }, service.project + ' · ' + service.environment),
      el('p', {}, el('a', { href: service.url, rel: 'noopener' }, service.url)),
      el('table', { class: 'small' },
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Version'), el('th', { scope: 'col' }, 'Instance'), el('th', { scope: 'col' }, 'Address'), el('th', { scope: 'col', class: 'right' }, 'State'))),
        el('tbody', {}, service.instances.map(instance => el('tr', {},
          el('td', {}, 'v' + instance.version), el('td', { class: 'mono' }, instance.allocationId.slice(0, 8)),
          el('td', { class: 'mono' }, instance.address + ':' + instance.port), el('td', { class: 'right' }, state(instance.state)))))));
  },
  async start() {
    const again = calmly(Services.load);
    setInterval(again, 5000);
    await follow('', Services.load, again);
  },
};

const PAGES = { runs: Runs, services: Services };

function begin() {
  show('sign-in', false);
  show('content', true);
  show('sign-out', true);
  const name = document.getElementById('who');
  name.textContent = who();
  name.hidden = false;
  PAGES[document.body.dataset.page].start().catch(error => { if (token()) { toast(error.message, true); } });
}

document.addEventListener('DOMContentLoaded', () => {
  const page = document.body.dataset.page;
  document.querySelectorAll('[data-nav]').forEach(link => { if (link.dataset.nav === page) { link.setAttribute('aria-current', 'page'); } });
  document.getElementById('sign-out').addEventListener('click', () => { signOut(''); location.reload(); });
  document.querySelector('#sign-in form').addEventListener('submit', event => {
    event.preventDefault();
    sessionStorage.setItem(TOKEN, document.getElementById('token').value.trim());
    begin();
  });
  if (token()) { begin(); } else { signOut(''); }
});
