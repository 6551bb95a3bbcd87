import time
from collections import Counter
from tests.security import world
from tests.conftest import *
from werkzeug.routing import UUIDConverter
def test_try(app, log_in):
    t=time.time()
    w=world.build(app)
    print("build",time.time()-t)
    cols={f"{a.name}.{b.name}" for a,b in world.text_columns()}
    print("unclassified",cols-world.PRIVATE-world.CLOSED, (world.PRIVATE|world.CLOSED)-cols)
    ids=world.rows_with_ids(); print("ids",len(ids), "links",len(w.links), "canaries", len(w.canaries))
    print("columns without", world.PRIVATE-{c.column for c in w.canaries.values()})
    to=app.url_map.bind("localhost")
    addresses=[]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint=="static": continue
        args=list(rule._converters.items())
        if not args: addresses.append((rule.endpoint,None,rule.rule)); continue
        (name,conv),=args
        if isinstance(conv,UUIDConverter): vals=[(i,i) for i in ids]
        elif name=="slug": vals=[(None,s) for s in ("kennemerland","zuid-limburg")]
        else: vals=[(about if e==rule.endpoint else None,t) for e,t,about in w.links]
        addresses+=[(rule.endpoint,thing,to.build(rule.endpoint,{name:v})) for thing,v in vals]
    print("addresses",len(addresses))
    seen=Counter(); pairs=0; st=Counter()
    for who,viewer in [("nobody",None),*w.people.items()]:
        t=time.time()
        b=log_in(viewer) if viewer else Client(app)
        for e,thing,a in addresses:
            r=b.get(a); pairs+=1; st[r.status_code]+=1
            said=(r.get_data(as_text=True)+str(r.headers)).lower().replace(a.lower(),"")
            for c in w.found_in(said):
                own = viewer is not None and viewer.id in c.row.values()
                seen[(c.column,e,"own" if own else who)]+=1
        print(who,time.time()-t)
    print(pairs,st)
    for k,v in sorted(seen.items()):
        print(k,v)
