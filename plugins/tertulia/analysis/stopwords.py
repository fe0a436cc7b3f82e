"""Words that say nothing about what a thread is about; folded, Spanish and English.

Our own list: function words, greetings and the small talk of comment threads.
"""

_WORDS = """\
alguien cuatro cinco seis siete ocho nueve diez once doce cien mil falta faltar pide pedir sobrar
a about abrazo abrazos acuerdo adios after al algo algun alguna algunas alguno algunos all alli
also am ambos an and ano anos ante antes any aquel aquella aquello aqui are as asi at aun aunque
ayer bajo bastante be because been bien buena buenas bueno buenos but by cada can casi caso claro
com comentar comentario como completamente con conseguir contra cosa cosas could crear creer cual
cuales cualquier cuando cuanta cuantas cuanto cuantos cuenta dar de deber decir dejar del demas
demasiado dentro desde despues dia dias did do does don donde dos durante e ejemplo el ella ellas
ello ellos empezar en encima encontrar enhorabuena entender entonces entre era eran eres es esa
esas ese eso esos esperar esta estaba estado estais estan estar estas este esto estos estoy
existir favor felicidades fin for forma from fue fuera fueron gente get good got gracias gran
grande great ha haber habia habiais hablar hace hacer hacia haciendo had han has hasta have hay
he hecho hemos her hi him his hola hora horas how hoy html http https if igual in incluso
intentar into ir is it its jaja jajaja jamas just know la las le les like llegar llevar lo los
luego manera mas mayor me mejor menos menuda menudo mes meses mi mientras minuto minutos mio
mirar mis misma mismas mismo mismos momento more most much mucha muchas mucho muchos muy my nada
nadie ni ningun ninguna ninguno no noche noches nos nosotros not now nuestra nuestras nuestro
nuestros nunca o of off ojala on one only or org os otra otras otro otros our out over para
parecer parte pasar pensar people peor pero persona poca pocas poco pocos podeis poder poner por
porque primera primero pues punto que quedar querer quien quienes quiza quizas razon really
realmente saber salir saludo saludos se sea sean seguir segun seguro semana semanas ser she
should si sido siempre siendo sigue sin sino so sobre sola solo some son soy su supuesto sus suyo
tal tambien tampoco tan tanta tanto tarde tardes tema tenemos tener tengo than thank thanks that
the their them then there these they thing this those tiene tienen tienes tipo to toda todas
todavia todo todos tomar too totalmente tras tratar tres tu tus tuyo ultima ultimo un una unas
uno unos up us usted ustedes va vais vale vamos van varias varios vaya veces venir ver verdad
very vez volver vosotros voy vuestra vuestro was way we well were what when where which who why
will with would www y ya yo you your
"""

STOP = frozenset(_WORDS.split())
