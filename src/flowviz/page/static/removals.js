// What happens if things go, worked out in the one file: the definitions of docs/impact.md, as tests/impact_oracles.py has them.
(() => {
  // --- the flows: an actor gets as "3" and gives as "3!", a giver's share of a data set is "3#1"

  function split(feeds, halting) {
    const edges = [];
    const named = new Map();
    for (const { source, carries } of feeds) {
      if (carries.length && !named.has(source)) named.set(source, new Set());
      for (const dataset of carries) named.get(source).add(dataset);
    }
    const fed = new Set(feeds.map(({ target }) => target));
    const whole = (thing) => (halting.has(thing) ? `${thing}!` : `${thing}`);
    for (const [giver, datasets] of named) {
      if (fed.has(giver) && !halting.has(giver)) continue;
      for (const dataset of datasets) edges.push({ source: whole(giver), target: `${giver}#${dataset}`, feed: null });
    }
    for (const feed of feeds) {
      for (const dataset of feed.carries.length ? feed.carries : [null]) {
        const source = dataset === null ? whole(feed.source) : `${feed.source}#${dataset}`;
        edges.push({ source, target: `${feed.target}`, feed });
        if (halting.has(feed.target)) continue;
        for (const share of named.get(feed.target) ?? []) {
          if (dataset === null || dataset === share) edges.push({ source, target: `${feed.target}#${share}`, feed });
        }
      }
    }
    return edges;
  }

  const parts = (end) => {
    const [thing, dataset] = end.replace("!", "").split("#").map(Number);
    return { thing, dataset };
  };

  function graph(edges) {
    const out = new Map();
    for (const { source, target } of edges) {
      if (!out.has(source)) out.set(source, []);
      if (!out.has(target)) out.set(target, []);
      out.get(source).push(target);
    }
    return out;
  }

  function reached(out, starts) {
    const seen = new Set(starts);
    for (const end of seen) for (const other of out.get(end) ?? []) seen.add(other);
    return seen;
  }

  // Tarjan's loops; those that nothing outside feeds are the origins
  function origins(out) {
    const [index, low, on, stack, of, found] = [new Map(), new Map(), new Set(), [], new Map(), []];
    for (const first of out.keys()) {
      if (index.has(first)) continue;
      const waiting = [[first, 0]];
      while (waiting.length) {
        const frame = waiting[waiting.length - 1];
        const [end, next] = frame;
        if (!next) {
          index.set(end, index.size);
          low.set(end, index.get(end));
          stack.push(end);
          on.add(end);
        }
        const other = out.get(end)[next];
        if (next) {
          const before = out.get(end)[next - 1];
          if (on.has(before)) low.set(end, Math.min(low.get(end), low.get(before)));
        }
        if (other !== undefined) {
          frame[1] += 1;
          if (!index.has(other)) waiting.push([other, 0]);
          continue;
        }
        waiting.pop();
        if (low.get(end) !== index.get(end)) continue;
        const loop = stack.splice(stack.indexOf(end));
        for (const member of loop) {
          on.delete(member);
          of.set(member, found.length);
        }
        found.push(loop);
      }
    }
    const fed = new Set();
    for (const [end, others] of out) for (const other of others) if (of.get(other) !== of.get(end)) fed.add(of.get(other));
    return found.filter((_, i) => !fed.has(i));
  }

  // --- a removal

  function read(data) {
    const { removals, ways } = data;
    const place = new Map(removals.order.map((id, i) => [id, i]));
    const halting = new Set(ways.halting.map((i) => place.get(ways.ids[i])));
    const feeds = removals.feeds.map(([source, target, counts, stated, ...carries], i) => ({ i, source, target, counts, stated, carries }));
    const around = removals.around.map((ids) => new Set(ids.map((id) => place.get(id))));
    return { ...removals, place, halting, feeds, around, edges: {} };
  }

  const grouped = (some, key) => {
    const found = new Map();
    for (const one of some) {
      if (!found.has(key(one))) found.set(key(one), []);
      found.get(key(one)).push(one);
    }
    return found;
  };

  // what is the same whatever goes: the flows as they are, and which parts are of the same thing
  function whole({ order, halting, feeds, around, datasets }, edges) {
    const partOf = (end) => {
      const { thing, dataset } = parts(end);
      const holds = !halting.has(thing) && !end.includes("!") && (dataset === undefined || around[dataset].has(thing) || order[thing] === datasets[dataset]);
      return holds ? thing : null;
    };
    const before = graph(edges);
    const flows = feeds.filter((feed) => feed.counts);
    return {
      ...{ edges, before, flows, partOf, loops: origins(before), several: grouped(before.keys(), partOf) },
      ...{ into: grouped(flows, ({ target }) => target), outward: grouped(flows, ({ source }) => source) },
    };
  }

  function impact(net, chosen) {
    const { order, place, halting, feeds, around, datasets } = net;
    const ids = new Set(chosen.flatMap((id) => [id, ...(net.falls[id] ?? [])]));
    const gone = new Set([...ids].map((id) => place.get(id)));
    const picked = new Set(datasets.flatMap((id, i) => (chosen.includes(id) ? [i] : [])));
    const fallen = new Set(datasets.flatMap((id, i) => (ids.has(id) ? [i] : [])));
    const taken = (end, dataset) => picked.has(dataset) || (fallen.has(dataset) && (around[dataset].has(end) || order[end] === datasets[dataset]));
    const outOf = ({ source, target, carries }) => carries.filter((one) => taken(source, one) || taken(target, one));
    const ends = (feed) => gone.has(feed.source) || gone.has(feed.target) || (feed.carries.length > 0 && outOf(feed).length === feed.carries.length);
    const ended = new Set(feeds.filter(ends));
    const less = new Set(feeds.filter((feed) => !ended.has(feed) && outOf(feed).length));

    const isGone = (end) => {
      const { thing, dataset } = parts(end);
      return gone.has(thing) || (dataset !== undefined && taken(thing, dataset));
    };
    const isCut = ({ source, feed }) => {
      const { dataset } = parts(source);
      return feed !== null && dataset !== undefined && taken(feed.target, dataset);
    };
    const edgesOf = (name) => (net.edges[name] ??= split(feeds.filter((feed) => feed[name]), halting));

    // how many hops it is from what is removed
    function hops(edges) {
      const out = graph(edges);
      const found = new Map();
      let level = [...out.keys()].filter(isGone);
      for (const end of level) found.set(end, 0);
      let next = edges.filter(isCut).map(({ target }) => target);
      for (let distance = 1; level.length || next.length; distance += 1) {
        for (const end of level) next.push(...out.get(end));
        level = [...new Set(next)].filter((end) => !found.has(end));
        for (const end of level) found.set(end, distance);
        next = [];
      }
      return found;
    }

    const { edges, before, loops, several, into, outward, flows, partOf } = (net.whole ??= whole(net, edgesOf("counts")));
    const after = graph(edges.filter((edge) => !isCut(edge) && !isGone(edge.source) && !isGone(edge.target)));
    const distances = hops(edges);
    // a thing that is left and has a part in an origin keeps the origin's other parts of it alive
    for (const loop of loops) {
      const mine = loop.filter((end) => !isGone(end) && partOf(end) !== null && several.get(partOf(end)).length > 1);
      if (!mine.length) continue;
      const led = reached(before, [loop[0]]);
      for (const end of mine) {
        for (const part of several.get(partOf(end))) {
          if (loop.includes(part) || isGone(part) || !led.has(part)) continue;
          if (!after.has(end)) after.set(end, []);
          after.get(end).push(part);
        }
      }
    }
    const left = loops.map((loop) => loop.filter((end) => !isGone(end)));
    const alive = reached(after, left.flat());
    const weaker = new Set();
    const hit = new Set([...before.keys()].filter(isGone).concat(edges.filter(isCut).map(({ source }) => source)));
    loops.forEach((loop, i) => {
      const had = reached(before, [loop[0]]);
      if (![...hit].some((end) => had.has(end))) return;
      const has = reached(after, left[i]);
      for (const end of had) if (!has.has(end)) weaker.add(end);
    });
    const sure = hops(edgesOf("stated"));

    const dry = runDry();
    // which feeds certainly no longer bring which of the data sets that they name
    function runDry() {
      const lost = new Set();
      const key = (feed, dataset) => `${feed.i}#${dataset}`;
      for (const feed of flows) for (const one of ended.has(feed) ? feed.carries : outOf(feed)) lost.add(key(feed, one));
      for (let grown = true; grown; ) {
        grown = false;
        for (const feed of flows) {
          for (const one of feed.carries) {
            if (lost.has(key(feed, one)) || halting.has(feed.source) || around[one].has(feed.source) || order[feed.source] === datasets[one]) continue;
            const bringing = (into.get(feed.source) ?? []).filter(({ carries }) => !carries.length || carries.includes(one));
            if (!bringing.some(({ carries }) => carries.includes(one))) continue;
            if (!bringing.every((other) => ended.has(other) || lost.has(key(other, one)))) continue;
            lost.add(key(feed, one));
            grown = true;
          }
        }
      }
      return (feed, dataset) => lost.has(key(feed, dataset));
    }
    function without(thing) {
      const all = into.get(thing) ?? [];
      const may = all.some((feed) => !feed.carries.length && !ended.has(feed));
      const came = new Set(all.flatMap(({ carries }) => carries));
      return [...came].filter((one) => picked.has(one) || !(may || all.some((feed) => feed.carries.includes(one) && !dry(feed, one))));
    }
    const general = (thing, side) =>
      feeds.some((feed) => feed[side] === thing && net.exact[feed.i] && !ended.has(feed) && net.exact[feed.i].every((i) => ended.has(feeds[i])));

    const downstream = [];
    for (const [end, distance] of distances) {
      const thing = Number(end);
      if (!distance || Number.isNaN(thing)) continue;
      const all = into.get(thing) ?? [];
      const lost = all.filter((feed) => ended.has(feed)).length;
      const fewer = without(thing).length > 0;
      const effect = !alive.has(end) ? "cut off" : weaker.has(end) || fewer ? "weakened" : "touched";
      downstream.push({
        ...{ id: order[thing], distance, effect, felt: effect === "touched" && lost === all.length ? "alone" : effect },
        ...{ certain: lost > 0 || fewer, lost, of: all.length, implied: !sure.get(end) },
        general: general(thing, "target"),
      });
    }
    downstream.sort((a, b) => a.distance - b.distance || place.get(a.id) - place.get(b.id));

    const inside = (thing) => new Set([order[thing], ...(net.falls[order[thing]] ?? [])]);
    const byItself = (feed, carried) =>
      carried.length > 0 && carried.every((one) => ids.has(datasets[one]) && inside(feed.source).has(datasets[one]));
    const givers = new Map();
    const giver = (thing) => givers.get(thing) ?? givers.set(thing, { lost: 0, less: 0 }).get(thing);
    for (const feed of flows) {
      if (ended.has(feed) && !gone.has(feed.source) && (gone.has(feed.target) || !byItself(feed, feed.carries))) giver(feed.source).lost += 1;
      else if (less.has(feed) && !byItself(feed, outOf(feed))) giver(feed.source).less += 1;
    }
    const upstream = [...givers].sort(([a], [b]) => a - b).map(([thing, { lost }]) => {
      const of = (outward.get(thing) ?? []).length;
      return { id: order[thing], lost, of, without: lost === of };
    });
    const users = order.filter((id) => net.systems[id]?.some((one) => ids.has(one)) && !ids.has(id));
    const holders = users.map((id) => {
      const lost = net.systems[id].filter((one) => ids.has(one));
      return { id, lost: lost.length, of: net.systems[id].length, without: lost.length === net.systems[id].length };
    });
    const keepers = order.filter((id) => !ids.has(id) && [...ids].some((one) => net.runs[one]?.includes(id)));
    return { chosen, ids, downstream, upstream, holders, keepers, ended, less, feeds };
  }

  window.flowvizImpact = { read, impact };
})();
