"""The mail in Spanish."""

from bot.messages.alerts.letters.letter import Letter, Matter
from jobs.model.findings import LetterSubject

_FEWER = "Cuantos más enlaces salen de una página, menos cuenta cada uno. ¿Podríamos hablar de cómo reducir su número?"

SPANISH = Letter(
    subject="Nuestro enlace en {host}",
    subject_page="Su página en {host}",
    subject_deal="Nuestro intercambio de enlaces con {host}",
    greeting="Hola:",
    matters={
        LetterSubject.LOST: Matter(
            "Ya no encontramos aquí el enlace a nuestro sitio:",
            "Quizá se perdió en una actualización. ¿Podrían volver a ponerlo?",
        ),
        LetterSubject.GONE: Matter(
            "La página que enlazaba con nosotros ya no se encuentra:",
            "¿Ha cambiado de dirección? En ese caso, ¿podrían decirnos cuál es, o poner el enlace en otra página?",
        ),
        LetterSubject.REPLACED: Matter(
            "En la dirección de la página que enlazaba con nosotros encontramos ahora otra página:",
            "¿Volverá la página anterior, o ha cambiado de dirección? En ese caso, ¿podrían decirnos cuál es?",
        ),
        LetterSubject.TEXT_ONLY: Matter(
            "Nuestra dirección sigue ahí, pero ya no es un enlace:", "¿Podrían volver a enlazarla?"
        ),
        LetterSubject.SCRIPT: Matter(
            "El enlace a nuestro sitio funciona solo mediante un script, que los buscadores no siguen:",
            "¿Podrían volver a poner un enlace normal?",
        ),
        LetterSubject.ELSEWHERE: Matter(
            "El enlace lleva ahora a otra página nuestra:",
            "¿Podrían dirigirlo a nuestra página indicada arriba?",
            now="Lleva a: {}",
        ),
        LetterSubject.REL: Matter(
            "El enlace a nuestro sitio lleva una marca que no habíamos acordado:",
            "¿Podrían quitar esa marca del enlace?",
            now="Marca: {}",
        ),
        LetterSubject.PAGE_NOFOLLOW: Matter(
            "Donde está el enlace a nuestro sitio, se pide a los buscadores que no sigan ningún enlace:",
            "¿Es intencionado? Si no lo es, ¿podrían permitirlo de nuevo?",
            now="Indica: {}",
        ),
        LetterSubject.NOINDEX: Matter(
            "Donde está el enlace a nuestro sitio, se pide a los buscadores que no indexen la página:",
            "¿Es intencionado? Si no lo es, ¿podrían permitir que se indexe?",
            now="Indica: {}",
        ),
        LetterSubject.ROBOTS: Matter(
            "Donde está el enlace a nuestro sitio, su robots.txt no deja entrar a Google:",
            "¿Es intencionado? Si no lo es, ¿podrían permitir el acceso a Google?",
            now="Regla: {}",
        ),
        LetterSubject.CANONICAL: Matter(
            "Donde está el enlace a nuestro sitio, se indica otra dirección como canónica:",
            "¿Es intencionado? Si no lo es, ¿podría la página indicarse a sí misma?",
            now="Canónica: {}",
        ),
        LetterSubject.REDIRECTED: Matter(
            "Donde está el enlace a nuestro sitio, se envía a los visitantes a otra dirección:",
            "¿Es intencionado? Si no lo es, ¿podrían recuperar la página?",
            now="Lleva a: {}",
        ),
        LetterSubject.ANCHOR: Matter(
            "El texto del enlace a nuestro sitio ha cambiado:",
            "¿Podrían volver al texto anterior?",
            now="Ahora dice: {}",
        ),
        LetterSubject.ANCHOR_AGREED: Matter(
            "El texto del enlace a nuestro sitio no es el acordado:", "¿Podrían cambiarlo?", now="Ahora dice: {}"
        ),
        LetterSubject.ANCHOR_EMPTY: Matter("El enlace a nuestro sitio no tiene texto:", "¿Podrían ponerle uno?"),
        LetterSubject.HIDDEN: Matter(
            "Hasta donde vemos, los visitantes no ven el enlace a nuestro sitio:",
            "¿Podrían echarle un vistazo y hacerlo visible?",
        ),
        LetterSubject.PLACE: Matter(
            "El enlace a nuestro sitio no está en el texto de la página:", "¿Podrían ponerlo ahí?"
        ),
        LetterSubject.VIA: Matter(
            "El enlace a nuestro sitio pasa por otra dirección:",
            "¿Podría llevar directamente a nuestra página?",
            now="Lleva a: {}",
        ),
        LetterSubject.OVER_AGREED: Matter(
            "Esta página enlaza con más sitios de los acordados:", "¿Podríamos hablar de cómo reducir su número?"
        ),
        LetterSubject.OVER: Matter("Esta página enlaza con muchísimos otros sitios:", _FEWER),
        LetterSubject.JUMP: Matter(
            "Esta página enlaza con muchos más sitios que cuando la vimos por primera vez:", _FEWER
        ),
        LetterSubject.BREACH_THEIRS: Matter(
            "Acordamos enlazarnos mutuamente, y ya no encontramos su enlace a nuestro sitio como acordamos:",
            "¿Podrían volver a ponerlo? Si para ustedes el intercambio ha terminado, díganoslo, por favor.",
        ),
        LetterSubject.BREACH_OURS: Matter(
            "Acordamos enlazarnos mutuamente, y ahora mismo nuestro enlace a su sitio no está como acordamos. Lo "
            "sentimos:",
            "Vamos a volver a ponerlo y les escribiremos cuando esté. ¿Les parece bien?",
        ),
        LetterSubject.BOTH_BROKEN: Matter(
            "Acordamos enlazarnos mutuamente, y ahora mismo los enlaces de ambas partes no están como acordamos:",
            "¿Volvemos a ponerlos los dos? Si para ustedes el intercambio ha terminado, díganoslo, por favor.",
        ),
        LetterSubject.CIRCLE_THEIRS: Matter(
            "Acordamos un intercambio de enlaces entre varios sitios, y ya no encontramos su enlace como acordamos:",
            "¿Podrían volver a ponerlo? Si para ustedes el intercambio ha terminado, díganoslo, por favor.",
        ),
        LetterSubject.CIRCLE_OURS: Matter(
            "Acordamos un intercambio de enlaces entre varios sitios, y ahora mismo nuestro enlace a su sitio no "
            "está como acordamos. Lo sentimos:",
            "Vamos a volver a ponerlo y les escribiremos cuando esté. ¿Les parece bien?",
        ),
        LetterSubject.EXPIRING: Matter(
            "Nuestro intercambio de enlaces termina pronto:",
            "¿Les gustaría continuar? Entonces podríamos acordar una fecha posterior.",
        ),
        LetterSubject.OTHER: Matter(
            "Hay algo en el enlace a nuestro sitio que no es como esperábamos:", "¿Podrían echarle un vistazo?"
        ),
    },
    page="Su página: {}",
    target="Nuestra página: {}",
    anchor="Texto del enlace: {}",
    guaranteed="Según lo acordado, garantizado hasta: {}",
    stood="Estaba aquí: {}",
    stands="Está aquí: {}",
    last_seen="Visto por nosotros por última vez el {date}.",
    looked="El {date} la página respondió con el estado {status}.",
    count="Enlaces a otros sitios: {}",
    limit="Acordado: {} como máximo",
    new="Nuevos desde que la vimos por primera vez: {}",
    and_more="{names} y {count} más",
    more_pages="y {} más",
    quotes="«{}»",
    date="{0:%d/%m/%Y}",
    ours_stands="Nuestro enlace a su sitio está aquí: {}",
    ours_missing="Nuestro enlace a su sitio falta aquí: {}",
    our_target="Debe llevar a: {}",
    until="Acordado hasta: {}",
    thanks="Muchas gracias y un cordial saludo",
)
