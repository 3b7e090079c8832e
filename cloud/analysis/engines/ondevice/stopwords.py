"""English words that carry no subject: articles, pronouns, auxiliaries, prepositions, and what one says while thinking.

Written for this project from the closed word classes of English grammar, with the fillers of speech.
"""

STOPWORDS = frozenset(
    """
    a an the this that these those some any each every either neither both all half no none other another such same own
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves one ones who whom whose which what whoever whatever
    somebody someone something anybody anyone anything everybody everyone everything nobody nothing
    am is are was were be been being have has had having do does did doing done will would shall should can could may
    might must ought need dare let lets get gets got getting gotten go goes going gone went come comes coming came make
    makes made making take takes took taken taking put puts give gives gave given say says said saying tell tells told
    see sees saw seen seem seems seemed know knows knew known think thinks thought want wants wanted keep keeps kept
    and or but nor so yet if then else because although though while whereas unless until since when whenever where
    wherever why how as than whether
    about above across after against along among around at before behind below beneath beside besides between beyond by
    down during except for from in inside into like near of off on onto out outside over past per through throughout to
    toward towards under underneath up upon with within without
    not never ever always often sometimes usually already still just only even also too very quite rather almost enough
    again once twice here there now today soon later ago perhaps maybe really actually basically literally probably
    much many more most few fewer less least little lot lots several back away else instead however therefore anyway
    well yes yeah no oh okay ok um uh er ah hmm hey hi hello please thanks thank sort kind thing things stuff way
    i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd
    we'll they're they've they'd they'll that's there's here's what's who's let's isn't aren't wasn't weren't don't
    doesn't didn't haven't hasn't hadn't won't wouldn't can't cannot couldn't shouldn't mustn't ain't
    two three four five six seven eight nine ten hundred thousand million first second third last next
    mr mrs ms
    """.split()  # noqa: SIM905 - four hundred quoted words would hide the list
)
