'use strict';
// One run: its path, decisions, approvals, rollouts and output.

const STEPS = ['commit', 'verify', 'tasks', 'request', 'provision', 'configure', 'job', 'respond'];
const Run = {
  address: '/v1' + location.pathname, detail: null, allocations: {}, log: { task: null, control: null },

  async load() {
    Run.detail = await get(Run.address);
    Run.draw();
    await Run.loadAllocations();
    Run.drawDeployments();
  },

  draw() {
    const run = Run.detail.run;
    document.title = run.project + ' / ' + run.pipeline + ' #' + run.number + ' · Slipway';
    put('crumb', run.project + ' / ' + run.pipeline);
    put('title', run.commitSubject || run.project + ' / ' + run.pipeline + ' #' + run.number);
    put('subtitle', run.project + ' / ' + run.pipeline + ' #' + run.number + (run.generation > 1 ? ', try ' + run.generation : ''));
    put('run-state', state(run.state, true));
    Run.notice('waiting', run.waitingFor ? 'Waits for ' + run.waitingFor + '.' : '');
    Run.notice('failure', run.failureMessage ? run.failureCode + ': ' + run.failureMessage : '');
    put('facts', Run.facts(run));
    put('actions', Run.buttons(run));
    Run.drawApprovals();
    Run.drawPath();
    put('decisions', Run.detail.decisions.length ? Run.detail.decisions.map(Run.decision) : el('p', { class: 'sub' }, 'None yet.'));
    put('artifacts', Run.artifacts());
    put('people', Run.people());
    Run.drawTabs();
  },

  notice(id, text) { put(id, text); show(id, text !== ''); },

  facts(run) {
    const fact = (name, ...value) => el('div', {}, el('dt', {}, name), el('dd', {}, ...value));
    return [
      fact('Commit', el('span', { class: 'mono' }, run.commit.slice(0, 12)), ' on ' + run.ref.replace('refs/heads/', '')),
      fact('Started by', run.principalName), fact('Trigger', run.trigger), fact('Age', age(run.createdAt)),
      run.startedAt ? fact('Duration', duration(run.startedAt, run.finishedAt)) : null,
      run.dryRun ? fact('Kind', el('span', { class: 'tag' }, 'dry run')) : null,
      run.temporalUrl ? fact('History', el('a', { href: run.temporalUrl, rel: 'noopener' }, 'open in Temporal')) : null,
    ].filter(one => one !== null);
  },

  buttons(run) {
    const open = ['queued', 'running', 'waiting'].includes(run.state);
    const buttons = [];
    if (open) { buttons.push(Run.button('Cancel run', 'danger', { kind: 'cancel' })); }
    if (['failed', 'cancelled'].includes(run.state)) { buttons.push(Run.button('Retry from where it stopped', 'primary', { kind: 'retry' })); }
    if (!open && Run.detail.deployments.some(one => one.state === 'successful')) { buttons.push(Run.button('Roll back what it deployed', '', { kind: 'rollback' })); }
    return buttons;
  },

  button(text, style, action) {
    return el('button', { type: 'button', class: style, onclick: event => { if (confirm(text + '?')) { Run.act(action, event.target); } } }, text);
  },

  async act(action, button) {
    button.disabled = true;
    try {
      await post(Run.address + '/actions', action);
      toast('Done: ' + action.kind);
      await Run.load();
    } catch (error) {
      toast(error.message, true);
    } finally {
      button.disabled = false;
    }
  },

  drawApprovals() {
    const typed = document.querySelector('#approvals input');
    if (typed && document.activeElement === typed) { return; }
    put('approvals', Run.detail.approvals.filter(one => one.open).map(one => {
      const reason = el('input', { 'aria-label': 'Reason', placeholder: 'Reason (needed to reject)', maxlength: '1000' });
      const button = (kind, text, style) => el('button', { type: 'button', class: style,
        onclick: event => Run.act({ kind, stage: one.stage, target: one.digest, reason: reason.value }, event.target) }, text);
      return el('section', { class: 'sheet approval', 'aria-label': 'Approval of stage ' + one.stage },
        el('h2', {}, 'Stage ' + one.stage + ' waits for approval'),
        el('p', { class: 'sub' }, one.given.length + ' of ' + one.required + ' given' + (one.given.length ? ': ' + one.given.join(', ') : '')),
        el('p', { class: 'digest' }, 'bound to ' + one.digest),
        el('div', { class: 'row' }, reason, button('approve', 'Approve', 'primary'), button('reject', 'Reject', 'danger')));
    }));
  },

  latest() {
    const rows = new Map();
    Run.detail.steps.filter(row => row.step !== 'run').forEach(row => rows.set(row.stage + '/' + row.step + '/' + row.item, row));
    return [...rows.values()];
  },

  drawPath() {
    const rows = Run.latest();
    const stages = [...new Set(rows.map(row => row.stage).filter(stage => stage !== '-'))];
    const part = (title, stage, steps) => {
      const own = rows.filter(row => row.stage === stage);
      const items = own.filter(row => row.item !== '-');
      return el('div', { class: 'stage' }, el('h3', {}, title),
        el('ol', { class: 'steps' }, steps.map(step => Run.step(step, own.find(row => row.step === step && row.item === '-')))),
        items.length ? el('ul', { class: 'items' }, items.map(row => el('li', { title: (row.detail || {}).text || '' },
          el('span', { class: 'state ' + row.state }, icon(row.state), row.item)))) : null);
    };
    const parts = [part('Once per run', '-', STEPS.slice(0, 3))];
    stages.forEach(stage => parts.push(part('Stage ' + stage, stage, STEPS.slice(3))));
    const end = rows.find(row => row.stage === '-' && row.step === 'respond');
    if (end) { parts.push(part('Result', '-', ['respond'])); parts[parts.length - 1].querySelector('.items')?.remove(); }
    put('path', parts);
  },

  over() { return ['succeeded', 'failed', 'cancelled'].includes(Run.detail.run.state); },

  step(name, row) {
    const kind = row ? row.state : 'pending';
    const detail = row ? row.errorMessage || (row.detail || {}).text || row.lastError || '' : '';
    const time = row && row.startedAt && kind !== 'skipped' ? duration(row.startedAt, row.finishedAt) : '';
    return el('li', { class: 'step ' + kind }, el('span', { class: 'dot' }, icon(kind)),
      el('div', { class: 'name' }, name, ' ', el('span', { class: 'sub' }, time)),
      el('div', { class: 'text' + (row && row.errorMessage ? ' error' : ''), title: detail }, detail || (kind === 'pending' && Run.over() ? 'not reached' : kind)));
  },

  decision(one) {
    const reason = (entry, style) => el('div', { class: 'reason ' + style }, el('div', { class: 'rule' }, (entry.engine ? entry.engine + ' · ' : '') + entry.rule),
      el('div', {}, entry.message), entry.help ? el('div', { class: 'help' }, entry.help) : null);
    return el('div', { class: 'decision' },
      el('div', { class: 'row' }, el('span', { class: 'state ' + (one.allowed ? 'succeeded' : 'failed') }, icon(one.allowed ? 'succeeded' : 'failed'), one.allowed ? 'allowed' : 'denied'),
        el('strong', {}, one.question), one.stage === '-' ? null : el('span', { class: 'tag' }, one.stage), el('span', { class: 'sub' }, age(one.decidedAt))),
      (one.reasons || []).map(entry => reason(entry, '')), (one.warnings || []).map(entry => reason(entry, 'warn')));
  },

  async loadAllocations() {
    const keys = [...new Set(Run.detail.deployments.map(one => one.jobKey))];
    const jobs = await Promise.all(keys.map(key => get('/v1/jobs/' + key).catch(() => null)));
    Run.allocations = {};
    jobs.forEach((job, index) => { if (job) { Run.allocations[keys[index]] = job.allocations; } });
  },

  drawDeployments() {
    const list = Run.detail.deployments;
    put('deployments', list.length ? list.map(Run.deployment) : el('p', { class: 'sub' }, 'Nothing is rolled out yet.'));
  },

  deployment(one) {
    const placed = (Run.allocations[one.jobKey] || []).filter(allocation => allocation.clientState !== 'complete' || allocation.version === one.version).slice(0, 8);
    return el('div', { class: 'deployment' },
      el('div', { class: 'row' }, el('strong', {}, one.jobKey.split('/')[3]), el('span', { class: 'tag' }, one.jobKey.split('/')[1]), el('span', {}, 'version ' + one.version), state(one.state)),
      one.state === 'failed' ? null : el('progress', { max: Math.max(1, one.desiredTotal), value: one.healthy, 'aria-label': 'Healthy instances' }),
      el('p', { class: 'sub' }, one.healthy + ' of ' + one.desiredTotal + ' healthy' + (one.description ? ' · ' + one.description : '') + (one.revertedTo ? ' · back on version ' + one.revertedTo : '')),
      placed.length ? el('table', { class: 'small' }, el('tbody', {}, placed.map(allocation => el('tr', {},
        el('td', { class: 'mono' }, allocation.id.slice(0, 8)), el('td', {}, 'v' + allocation.version),
        el('td', { class: 'sub' }, Object.keys(allocation.tasks).join(', ')),
        el('td', { class: 'right' }, state(allocation.desired === 'stop' && allocation.clientState === 'running' ? 'draining' : allocation.healthy === false ? 'unhealthy' : allocation.healthy && allocation.clientState === 'running' ? 'healthy' : allocation.clientState)))))) : null);
  },

  artifacts() {
    if (!Run.detail.artifacts.length) { return el('p', { class: 'sub' }, 'None yet.'); }
    return el('table', { class: 'small' }, el('tbody', {}, Run.detail.artifacts.map(one => el('tr', {},
      el('td', {}, one.name), el('td', {}, el('span', { class: 'tag' }, one.origin)),
      el('td', { class: 'digest', title: one.digest }, one.digest.slice(0, 19) + '…'), el('td', { class: 'right sub' }, one.size ? (one.size / 1024).toFixed(1) + ' KiB' : '')))));
  },

  people() {
    if (!Run.detail.actions.length) { return el('p', { class: 'sub' }, 'Nobody has acted on this run.'); }
    return el('table', { class: 'small' }, el('tbody', {}, Run.detail.actions.map(one => el('tr', {},
      el('td', {}, el('strong', {}, one.kind), one.stage === '-' ? '' : ' ' + one.stage), el('td', {}, one.principalName),
      el('td', { class: 'sub' }, one.reason), el('td', { class: 'right' }, age(one.createdAt))))));
  },

  drawTabs() {
    const tasks = [...new Set(Run.detail.steps.filter(row => row.step === 'tasks' && row.item !== '-').map(row => row.item))];
    show('logs-sheet', tasks.length > 0);
    if (tasks.length && !tasks.includes(Run.log.task)) { Run.open(tasks[0]); }
    put('log-tabs', tasks.map(task => el('button', { type: 'button', role: 'tab', 'aria-selected': String(task === Run.log.task), onclick: () => { Run.open(task); Run.drawTabs(); } }, task)));
  },

  async open(task) {
    if (Run.log.control) { Run.log.control.abort(); }
    const control = new AbortController();
    Run.log = { task, control };
    const box = document.getElementById('log');
    box.textContent = '';
    try {
      const response = await call(Run.address + '/tasks/' + task + '/logs?follow=true', { signal: control.signal, headers: { Accept: 'application/octet-stream' } });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done || Run.log.control !== control) { return; }
        const end = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
        box.append(value);
        if (end) { box.scrollTop = box.scrollHeight; }
      }
    } catch (error) {
      if (Run.log.control === control && error.name !== 'AbortError') { Run.log.task = null; }
    }
  },

  async start() {
    const again = calmly(Run.load);
    const subject = 'run' + location.pathname.slice('/runs'.length);
    setInterval(() => { if (Run.detail && !Run.detail.run.finishedAt) { again(); } }, 5000);
    await follow('project=' + location.pathname.split('/')[2] + '&subject=' + encodeURIComponent(subject), Run.load, again);
  },
};
PAGES.run = Run;
