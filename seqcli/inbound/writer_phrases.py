"""How somebody speaks of themselves, in eight languages, as a pattern over folded text. Table only."""

WRITER = (
    r"\b(?:i|me|my|mine|us|our|we|ich|mich|mir|mein\w*|uns\w*|wir|je|j|moi|mon|ma|mes|nous|notre|nos"
    r"|yo|mi|mis|nosotros|nuestr\w*|io|mio|mia|miei|noi|nostr\w*|ci|eu|meu|minha|nossos?|mij|mijn|ik|ons|onze|wij"
    r"|ja|mnie|moj\w*|nas|nam|nasz\w*)\b"
)
