<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <location filename="../../desktop/ui/about/page.py"/>
        <source>About</source>
        <translation>À propos</translation>
    </message>
</context>
<context>
    <name>AboutPane</name>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>About SnapStream</source>
        <translation>À propos de SnapStream</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Copy details</source>
        <translation>Copier les détails</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Data directory</source>
        <translation>Dossier de données</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Export diagnostics</source>
        <translation>Exporter le diagnostic</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Export diagnostics…</source>
        <translation>Exporter le diagnostic…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Licences</source>
        <translation>Licences</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>No secret is in it; names of folders and files are.</source>
        <translation>Il ne contient aucun secret, mais les noms des dossiers et fichiers.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Open logs</source>
        <translation>Ouvrir les journaux</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>SnapStream is under the MIT License. It is installed together with these:</source>
        <translation>SnapStream est sous licence MIT. Il est installé avec :</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>The details are copied</source>
        <translation>Les détails sont copiés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>The diagnostics are not written</source>
        <translation>Le diagnostic n’est pas écrit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>Watches folders, sends every finished file to the newsroom, and finds it again.</source>
        <translation>Surveille des dossiers, envoie chaque fichier terminé à la rédaction, et le retrouve.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/pane.py"/>
        <source>{name} is written</source>
        <translation>{name} est écrit</translation>
    </message>
</context>
<context>
    <name>AccountPane</name>
    <message>
        <location filename="../../desktop/ui/account/pane.py"/>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/pane.py"/>
        <source>Sent again. The code before does not work any more.</source>
        <translation>Renvoyé. Le code précédent ne marche plus.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/pane.py"/>
        <source>The password is changed. Sign in with it.</source>
        <translation>Le mot de passe est changé. Connectez-vous avec.</translation>
    </message>
</context>
<context>
    <name>AccountRow</name>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>About SnapStream</source>
        <translation>À propos de SnapStream</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Account: {name}, {place}</source>
        <translation>Compte : {name}, {place}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Change password…</source>
        <translation>Changer le mot de passe…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Sign in to another newsroom…</source>
        <translation>Se connecter à une autre rédaction…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Sign in…</source>
        <translation>Se connecter…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Sign out</source>
        <translation>Se déconnecter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Sign out everywhere</source>
        <translation>Se déconnecter partout</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>Who am I</source>
        <translation>Qui suis-je</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/row.py"/>
        <source>{newsroom} (signed out)</source>
        <translation>{newsroom} (déconnecté)</translation>
    </message>
</context>
<context>
    <name>AccountSection</name>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>All other devices are signed out then.</source>
        <translation>Tous les autres appareils sont alors déconnectés.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Change password</source>
        <translation>Changer le mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Newsroom</source>
        <translation>Rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Nobody, so far</source>
        <translation>Personne pour l’instant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>On this computer: nothing leaves it</source>
        <translation>Sur cet ordinateur : rien n’en sort</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Sign out</source>
        <translation>Se déconnecter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Sign out here</source>
        <translation>Se déconnecter ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Signed in as</source>
        <translation>Connecté en tant que</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>What waits goes on when you sign in again.</source>
        <translation>Ce qui attend reprend à votre reconnexion.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Who you are in this newsroom.</source>
        <translation>Qui vous êtes dans cette rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>{name}, {role}</source>
        <translation>{name}, {role}</translation>
    </message>
</context>
<context>
    <name>ActivityList</name>
    <message>
        <location filename="../../desktop/ui/activity/view.py"/>
        <source>What happened</source>
        <translation>Ce qui s’est passé</translation>
    </message>
</context>
<context>
    <name>ActivityPage</name>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>Activity</source>
        <translation>Activité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>Find in Activity</source>
        <translation>Chercher dans l’activité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>In the last 90 days nothing like it happened.</source>
        <translation>Rien de tel ne s’est passé ces 90 derniers jours.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>Nothing has happened yet</source>
        <translation>Rien ne s’est encore passé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>Nothing of this kind</source>
        <translation>Rien de ce genre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>Trying…</source>
        <translation>Essai…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>Uploads, analyses, changes and problems are written down here for 90 days.</source>
        <translation>Envois, analyses, modifications et problèmes sont consignés ici pendant 90 jours.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>What is shown</source>
        <translation>Ce qui est affiché</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <location filename="../../desktop/ui/adding.py"/>
        <source>Add files</source>
        <translation>Ajouter des fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/adding.py"/>
        <source>Choose a folder to watch</source>
        <translation>Choisissez un dossier à surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/adding.py"/>
        <source>Its files come in by themselves.</source>
        <translation>Ses fichiers arrivent d’eux-mêmes.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/adding.py"/>
        <source>Watching {name}</source>
        <translation>{name} est surveillé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/adding.py"/>
        <source>{name} is not watched</source>
        <translation>{name} n’est pas surveillé</translation>
    </message>
</context>
<context>
    <name>AdminPage</name>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Audit</source>
        <translation>Journal d’audit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Health</source>
        <translation>Santé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Invitations</source>
        <translation>Invitations</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Invite somebody</source>
        <translation>Inviter quelqu’un</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Refresh</source>
        <translation>Actualiser</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Roles</source>
        <translation>Rôles</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <source>Sections</source>
        <translation>Rubriques</translation>
    </message>
</context>
<context>
    <name>AdvancedSection</name>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Advanced</source>
        <translation>Avancé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>As they are, these serve almost everybody.</source>
        <translation>Tels quels, ils conviennent à presque tous.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Look at the newsroom every</source>
        <translation>Consulter la rédaction toutes les</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Parts are now {size}</source>
        <translation>Les parties font désormais {size}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Parts of large files</source>
        <translation>Parties des gros fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Smaller parts lose less when the line breaks; larger ones are faster.</source>
        <translation>De petites parties perdent moins si la ligne coupe ; de grandes vont plus vite.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>The newsroom is looked at every {time} from the next start</source>
        <translation>La rédaction est consultée toutes les {time} dès le prochain démarrage</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>While nothing of yours is in work. From the next start.</source>
        <translation>Tant que rien de vous n’est en cours. Dès le prochain démarrage.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>{n} MiB</source>
        <translation>{n} Mio</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
</context>
<context>
    <name>AppearanceSection</name>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>As the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Contrast is now: {choice}</source>
        <translation>Contraste désormais : {choice}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>For this window, on this computer.</source>
        <translation>Pour cette fenêtre, sur cet ordinateur.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Language from the next start: {choice}</source>
        <translation>Langue dès le prochain démarrage : {choice}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Less keeps everything still but progress itself.</source>
        <translation>Avec moins, rien ne bouge sauf la progression.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Less motion</source>
        <translation>Moins de mouvement</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>More makes lines and quiet text stronger, and rings what is chosen.</source>
        <translation>Avec plus, lignes et textes discrets ressortent, et ce qui est choisi est cerclé.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Motion</source>
        <translation>Mouvement</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Motion is now: {choice}</source>
        <translation>Mouvement désormais : {choice}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Of the system's own size. All of the window follows at the next start.</source>
        <translation>De la taille du système. Toute la fenêtre suit au prochain démarrage.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Of the window, from the next start on.</source>
        <translation>De la fenêtre, dès le prochain démarrage.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Of what was said, beside a recording.</source>
        <translation>De ce qui a été dit, à côté d’un enregistrement.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Size of text</source>
        <translation>Taille du texte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Size of transcripts</source>
        <translation>Taille des transcriptions</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Text is {size} from the next start</source>
        <translation>Texte à {size} dès le prochain démarrage</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>The system's follows day and night where the system does.</source>
        <translation>Celui du système suit le jour et la nuit si le système le fait.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>The theme is now: {choice}</source>
        <translation>Thème désormais : {choice}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>Transcripts are now {size}</source>
        <translation>Transcriptions désormais à {size}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/appearance.py"/>
        <source>{n} px</source>
        <translation>{n} px</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Month</source>
        <translation>Mois</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Nobody signed in</source>
        <translation>Non connecté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Nothing happened in this month</source>
        <translation>Rien ne s’est passé ce mois-ci</translation>
    </message>
</context>
<context>
    <name>BoxBar</name>
    <message>
        <location filename="../../desktop/ui/item/photo.py"/>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/photo.py"/>
        <source>Boxes and zoom</source>
        <translation>Cadres et zoom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/photo.py"/>
        <source>Fit</source>
        <translation>Ajuster</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/photo.py"/>
        <source>Zoom in</source>
        <translation>Agrandir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/photo.py"/>
        <source>Zoom out</source>
        <translation>Réduire</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/photo.py"/>
        <source>{kind} {n}</source>
        <translation>{kind} {n}</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <location filename="../../desktop/ui/item/canvas.py"/>
        <source>Boxes: {names}</source>
        <translation>Cadres : {names}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/canvas.py"/>
        <source>No boxes</source>
        <translation>Aucun cadre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/canvas.py"/>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
</context>
<context>
    <name>CaptionForm</name>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>All rights reserved</source>
        <translation>Tous droits réservés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Byline</source>
        <translation>Signature</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Caption</source>
        <translation>Légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Creative Commons Attribution 4.0</source>
        <translation>Creative Commons Attribution 4.0</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Credit</source>
        <translation>Crédit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Editorial use</source>
        <translation>Usage éditorial</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Embargo</source>
        <translation>Embargo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Headline</source>
        <translation>Titre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Its owner and the desk can change it.</source>
        <translation>Son propriétaire et le desk peuvent la modifier.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Public domain</source>
        <translation>Domaine public</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Rights</source>
        <translation>Droits</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Too long: at most {n} bytes are kept</source>
        <translation>Trop long : {n} octets au plus sont gardés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Type = for codes</source>
        <translation>Tapez = pour les codes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>{n} of {most}</source>
        <translation>{n} sur {most}</translation>
    </message>
</context>
<context>
    <name>CaptionLine</name>
    <message>
        <location filename="../../desktop/ui/item/fields.py"/>
        <source>What is often written</source>
        <translation>Souvent écrit</translation>
    </message>
</context>
<context>
    <name>ChangeForm</name>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>All other devices are signed out.</source>
        <translation>Tous les autres appareils sont déconnectés.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Change password</source>
        <translation>Changer le mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>New password</source>
        <translation>Nouveau mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Password now</source>
        <translation>Mot de passe actuel</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>That password is not right.</source>
        <translation>Ce mot de passe n’est pas le bon.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Your password is missing.</source>
        <translation>Votre mot de passe manque.</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <location filename="../../desktop/ui/item/chips.py"/>
        <source>Y confirms, X rejects, N names it</source>
        <translation>Y confirme, X rejette, N nomme</translation>
    </message>
</context>
<context>
    <name>Clash</name>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Keep mine</source>
        <translation>Garder le mien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Somebody else emptied this field</source>
        <translation>Quelqu’un d’autre a vidé ce champ</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Somebody else wrote: “{text}”</source>
        <translation>Quelqu’un d’autre a écrit : « {text} »</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Take theirs</source>
        <translation>Prendre le leur</translation>
    </message>
</context>
<context>
    <name>ConfirmForm</name>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>As colleagues read it</source>
        <translation>Telle que les collègues la lisent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Check your e-mail</source>
        <translation>Consultez votre e-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>If {email} can have an account, a code is on its way there. It works for 15 minutes.</source>
        <translation>Si {email} peut avoir un compte, un code lui est envoyé. Il est valable 15 minutes.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Send again</source>
        <translation>Renvoyer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>The code from the mail is missing.</source>
        <translation>Le code de l’e-mail manque.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Your name is needed to send it again.</source>
        <translation>Il faut votre nom pour le renvoyer.</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <location filename="../../desktop/ui/item/leaving.py"/>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/leaving.py"/>
        <source>Export the original</source>
        <translation>Exporter l’original</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/leaving.py"/>
        <source>Exporting, {n} %</source>
        <translation>Export, {n} %</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/leaving.py"/>
        <source>{name} is written</source>
        <translation>{name} est écrit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/leaving.py"/>
        <source>{name} was not written</source>
        <translation>{name} n’a pas été écrit</translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>By day</source>
        <translation>Par jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>Nothing costs here</source>
        <translation>Rien n’est payant ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>Nothing has cost anything today.</source>
        <translation>Rien n’a coûté aujourd’hui.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>Part of today’s cap</source>
        <translation>Part du plafond du jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>This newsroom uses no service that charges.</source>
        <translation>Cette rédaction n’utilise aucun service payant.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>Today by profile</source>
        <translation>Aujourd’hui par profil</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>cap {amount} a day</source>
        <translation>plafond {amount} par jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>no cap</source>
        <translation>sans plafond</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>{amount} in {n} days</source>
        <translation>{amount} en {n} jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>{amount} today</source>
        <translation>{amount} aujourd’hui</translation>
    </message>
</context>
<context>
    <name>CreateForm</name>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>As colleagues read it</source>
        <translation>Telle que les collègues la lisent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Create an account</source>
        <translation>Créer un compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>From the mail, where you have one</source>
        <translation>Dans l’e-mail, si vous en avez une</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Invitation</source>
        <translation>Invitation</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Newsroom</source>
        <translation>Rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>With an invitation from your newsroom.</source>
        <translation>Avec une invitation de votre rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Your name is missing.</source>
        <translation>Votre nom manque.</translation>
    </message>
</context>
<context>
    <name>DayBars</name>
    <message>
        <location filename="../../desktop/ui/admin/bars.py"/>
        <source>Cost by day</source>
        <translation>Coût par jour</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>Keep uploading</source>
        <translation>Continuer l’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>Stop uploading</source>
        <translation>Arrêter l’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>Stop uploading {name}?</source>
        <translation>Arrêter l’envoi de {name} ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>Stop uploading {n} files?</source>
        <translation>Arrêter l’envoi de {n} fichiers ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>What has gone through is dropped. Nothing in your folders is touched; Try again sends it anew.</source>
        <translation>Ce qui est déjà passé est abandonné. Rien n’est touché dans vos dossiers ; Réessayer renvoie tout.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>{name} is off the list</source>
        <translation>{name} est retiré de la liste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>{name} was cancelled</source>
        <translation>{name} a été annulé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>{n} files are off the list</source>
        <translation>{n} fichiers sont retirés de la liste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/deeds.py"/>
        <source>{n} uploads were cancelled</source>
        <translation>{n} envois ont été annulés</translation>
    </message>
</context>
<context>
    <name>Deletion</name>
    <message>
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>Delete item</source>
        <translation>Supprimer l’élément</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>Delete this item from the library?</source>
        <translation>Supprimer cet élément de la médiathèque ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>Delete {n} items</source>
        <translation>Supprimer {n} éléments</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>Delete {n} items from the library?</source>
        <translation>Supprimer {n} éléments de la médiathèque ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>It is gone for everyone, with its tags and transcript. The file in your folder is not touched.</source>
        <translation>Il disparaît pour tout le monde, avec ses étiquettes et sa transcription. Le fichier dans votre dossier n’est pas touché.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>They are gone for everyone, with tags and transcripts. The files in your folders are not touched.</source>
        <translation>Ils disparaissent pour tout le monde, avec étiquettes et transcriptions. Les fichiers dans vos dossiers ne sont pas touchés.</translation>
    </message>
</context>
<context>
    <name>EmbargoField</name>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>As 2026-11-21 06:00, or only 06:00 for the next one</source>
        <translation>Comme 2026-11-21 06:00, ou 06:00 seul pour le prochain</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>Choose the day</source>
        <translation>Choisir le jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>Embargo</source>
        <translation>Embargo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>Write it as 2026-11-21 06:00</source>
        <translation>Écrivez-le comme 2026-11-21 06:00</translation>
    </message>
</context>
<context>
    <name>ExportButton</name>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Ctrl E</source>
        <translation>Ctrl E</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Exporting…</source>
        <translation>Export…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Original file…</source>
        <translation>Fichier original…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Rough transcript, by machine. Check it before you quote it.</source>
        <translation>Transcription brute, par machine. Vérifiez avant de citer.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Subtitles, SRT…</source>
        <translation>Sous-titres, SRT…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Subtitles, WebVTT…</source>
        <translation>Sous-titres, WebVTT…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>There is no transcript</source>
        <translation>Il n’y a pas de transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Transcript, Word…</source>
        <translation>Transcription, Word…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Transcript, text…</source>
        <translation>Transcription, texte…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Under embargo until {time}; an admin may export it</source>
        <translation>Sous embargo jusqu’au {time} ; un admin peut l’exporter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>Words with times, JSON…</source>
        <translation>Mots avec leurs temps, JSON…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>{name} is written</source>
        <translation>{name} est écrit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/export.py"/>
        <source>{name} was not written</source>
        <translation>{name} n’a pas été écrit</translation>
    </message>
</context>
<context>
    <name>Facets</name>
    <message>
        <location filename="../../desktop/ui/library/facets.py"/>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facets.py"/>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <location filename="../../desktop/ui/widgets/field.py"/>
        <source>Cannot be changed here</source>
        <translation>Non modifiable ici</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>A few media files that come with SnapStream, watched where they lie</source>
        <translation>Quelques fichiers fournis avec SnapStream, surveillés là où ils sont</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>Choose a folder to watch</source>
        <translation>Choisissez un dossier à surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>Choose folder</source>
        <translation>Choisir un dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>Drop a folder here to watch it</source>
        <translation>Déposez ici un dossier à surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>Every finished photo, recording and video in it goes to your library. </source>
        <translation>Chaque photo, son et vidéo terminé qui s’y trouve va dans votre médiathèque. </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>No files at hand?</source>
        <translation>Pas de fichiers sous la main ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>Nothing in the folder is changed.</source>
        <translation>Rien dans le dossier n’est modifié.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>Try the sample folder</source>
        <translation>Essayer le dossier d’exemple</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/first_run.py"/>
        <source>or drop one here</source>
        <translation>ou déposez-en un ici</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>Away</source>
        <translation>Absent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>all in</source>
        <translation>tout est là</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>{n} left</source>
        <translation>reste {n}</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Add folder</source>
        <translation>Ajouter un dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Analysis on this computer is free</source>
        <translation>L’analyse sur cet ordinateur est gratuite</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Choose a folder to watch</source>
        <translation>Choisissez un dossier à surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Maj+O</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Drop a folder here to watch it</source>
        <translation>Déposez ici un dossier à surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Folders</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>It is still watched</source>
        <translation>Il est toujours surveillé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Looking through the folder: {files}</source>
        <translation>Parcours du dossier : {files}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Looking through the folder…</source>
        <translation>Parcours du dossier…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Not saved: {name}</source>
        <translation>Non enregistré : {name}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Nothing is uploaded until you save.</source>
        <translation>Rien n’est envoyé avant l’enregistrement.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Rule saved</source>
        <translation>Règle enregistrée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>The rule was not saved</source>
        <translation>La règle n’a pas été enregistrée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>This rule holds now</source>
        <translation>Cette règle vaut maintenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>Watched folders</source>
        <translation>Dossiers surveillés</translation>
    </message>
</context>
<context>
    <name>ForgotForm</name>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>A code comes by mail. With it you choose a new password.</source>
        <translation>Un code arrive par e-mail. Il permet de choisir un nouveau mot de passe.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Forgot password</source>
        <translation>Mot de passe oublié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Newsroom</source>
        <translation>Rédaction</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <location filename="../../desktop/ui/account/form.py"/>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/form.py"/>
        <source>The newsroom's address is missing.</source>
        <translation>L’adresse de la rédaction manque.</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>Send the files, watch the folders</source>
        <translation>Envoyer les fichiers, surveiller les dossiers</translation>
    </message>
</context>
<context>
    <name>FullScreen</name>
    <message>
        <location filename="../../desktop/ui/item/full_screen.py"/>
        <source>SnapStream, full screen</source>
        <translation>SnapStream, plein écran</translation>
    </message>
</context>
<context>
    <name>GeneralSection</name>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>As it was before</source>
        <translation>Comme avant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Closing the window leaves it in the tray</source>
        <translation>Fermer la fenêtre le laisse dans la barre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Closing the window quits</source>
        <translation>Fermer la fenêtre quitte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>It goes on uploading. Quit from the icon in the tray, or with Ctrl+Q.</source>
        <translation>Les transferts continuent. Quittez par l’icône de la barre, ou avec Ctrl+Q.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Keep running when the window is closed</source>
        <translation>Continuer quand la fenêtre est fermée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>SnapStream no longer starts itself</source>
        <translation>SnapStream ne démarre plus de lui-même</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>SnapStream starts with this computer</source>
        <translation>SnapStream démarre avec cet ordinateur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Start when I sign in to this computer</source>
        <translation>Démarrer à l’ouverture de ma session</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>This was not saved</source>
        <translation>Ceci n’a pas été enregistré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Watching begins at once; closing the window leaves it in the tray.</source>
        <translation>La surveillance commence aussitôt ; fermer la fenêtre le laisse dans la barre.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>When SnapStream runs.</source>
        <translation>Quand SnapStream tourne.</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <location filename="../../desktop/ui/library/grid.py"/>
        <source>Items of the library</source>
        <translation>Éléments de la médiathèque</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <location filename="../../desktop/ui/transfers/head.py"/>
        <source>{size} left</source>
        <translation>reste {size}</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>The newsroom names no queues</source>
        <translation>La rédaction ne nomme aucune file</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <location filename="../../desktop/ui/home/page.py"/>
        <source>Add files</source>
        <translation>Ajouter des fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/page.py"/>
        <source>Home</source>
        <translation>Accueil</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/page.py"/>
        <source>Pause uploads</source>
        <translation>Suspendre les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/page.py"/>
        <source>Resume uploads</source>
        <translation>Reprendre les transferts</translation>
    </message>
</context>
<context>
    <name>HourBars</name>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>Uploads by hour</source>
        <translation>Envois par heure</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>{hour}:00, {files}</source>
        <translation>{hour} h, {files}</translation>
    </message>
</context>
<context>
    <name>Invitations</name>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>An invitation is good for 7 days, and once.</source>
        <translation>Une invitation est valable 7 jours, une seule fois.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>No invitation is open</source>
        <translation>Aucune invitation en cours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>{email} is invited</source>
        <translation>{email} est invité</translation>
    </message>
</context>
<context>
    <name>InviteForm</name>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Invite somebody</source>
        <translation>Inviter quelqu’un</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Role</source>
        <translation>Rôle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>They get a mail with an invitation that is good for 7 days.</source>
        <translation>Un e-mail lui parvient avec une invitation valable 7 jours.</translation>
    </message>
</context>
<context>
    <name>ItemEditor</name>
    <message>
        <location filename="../../desktop/ui/item/verdicts.py"/>
        <source>It goes to the newsroom by itself. {why}</source>
        <translation>Il part de lui-même à la rédaction. {why}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/verdicts.py"/>
        <source>Kept on this computer</source>
        <translation>Gardé sur cet ordinateur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/verdicts.py"/>
        <source>The tags were not changed</source>
        <translation>Les étiquettes n’ont pas changé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/verdicts.py"/>
        <source>The transcript was not changed</source>
        <translation>La transcription n’a pas changé</translation>
    </message>
</context>
<context>
    <name>ItemPage</name>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>B boxes   •   Z 100 %   •   Ctrl Enter save and next   •   Page Down next item</source>
        <translation>B cadres   •   Z 100 %   •   Ctrl Entrée enregistrer et suivant   •   Page suiv. élément suivant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Back to the library</source>
        <translation>Retour à la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Esc</source>
        <translation>Échap</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>It cannot be played here</source>
        <translation>Lecture impossible ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>It cannot be played now</source>
        <translation>Lecture impossible pour l’instant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Item</source>
        <translation>Élément</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Item after</source>
        <translation>Élément suivant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Item before</source>
        <translation>Élément précédent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Page Down</source>
        <translation>Page suiv.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Page Up</source>
        <translation>Page préc.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>Space play   •   J L speed   •   I O in and out   •   F full screen   •   ? all keys</source>
        <translation>Espace lire   •   J L vitesse   •   I O début et fin   •   F plein écran   •   ? touches</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>The quote is copied</source>
        <translation>La citation est copiée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>With who says it, and when.</source>
        <translation>Avec qui le dit, et quand.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>{n} of {all}</source>
        <translation>{n} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/page.py"/>
        <source>{text}. Export the original to open it elsewhere.</source>
        <translation>{text}. Exportez l’original pour l’ouvrir ailleurs.</translation>
    </message>
</context>
<context>
    <name>ItemPanel</name>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Caption</source>
        <translation>Légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Ctrl Enter</source>
        <translation>Ctrl Entrée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Esc</source>
        <translation>Échap</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>It cannot be played here</source>
        <translation>Lecture impossible ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>It cannot be played now</source>
        <translation>Lecture impossible pour l’instant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Item</source>
        <translation>Élément</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>No tags were found</source>
        <translation>Aucune étiquette trouvée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Rough transcript, by machine. US English only. Check it before you quote it.</source>
        <translation>Transcription brute, par machine. Anglais (É.-U.) seulement. Vérifiez avant de citer.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Save a copy</source>
        <translation>Enregistrer une copie</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Saving, {n} %</source>
        <translation>Enregistrement, {n} %</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Show in folder</source>
        <translation>Voir le dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Tags are still to come.</source>
        <translation>Les étiquettes sont encore à venir.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>Transcript</source>
        <translation>Transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>{name} is saved</source>
        <translation>{name} est enregistré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>{name} was not saved</source>
        <translation>{name} n’a pas été enregistré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/panel.py"/>
        <source>{text}. Save a copy to open it elsewhere.</source>
        <translation>{text}. Enregistrez une copie pour l’ouvrir ailleurs.</translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <location filename="../../desktop/ui/settings/keeper.py"/>
        <source>As it was before</source>
        <translation>Comme avant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/keeper.py"/>
        <source>This was not saved</source>
        <translation>Ceci n’a pas été enregistré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/keeper.py"/>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>KeyboardSection</name>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Everything can be done with keys. ? shows those of a page.</source>
        <translation>Tout se fait au clavier. ? montre les touches d’une page.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>In lists, grids and players, never while you type: V for list or grid, N for send now.</source>
        <translation>Dans listes, grilles et lecteurs, jamais pendant la saisie : V pour liste ou grille, N pour envoyer.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Keyboard</source>
        <translation>Clavier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Letters alone are keys</source>
        <translation>Les lettres seules sont des touches</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Letters alone do nothing</source>
        <translation>Les lettres seules ne font rien</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <location filename="../../desktop/ui/help/page.py"/>
        <source>All keys</source>
        <translation>Toutes les touches</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/page.py"/>
        <source>Esc goes back</source>
        <translation>Échap revient</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/page.py"/>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
</context>
<context>
    <name>LanesBox</name>
    <message>
        <location filename="../../desktop/ui/item/lanes_box.py"/>
        <source>Every row</source>
        <translation>Toutes les lignes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lanes_box.py"/>
        <source>One line a lane</source>
        <translation>Une ligne par piste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lanes_box.py"/>
        <source>Show less time</source>
        <translation>Afficher moins de temps</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lanes_box.py"/>
        <source>Show more time</source>
        <translation>Afficher plus de temps</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lanes_box.py"/>
        <source>Timeline</source>
        <translation>Chronologie</translation>
    </message>
</context>
<context>
    <name>LeftColumn</name>
    <message>
        <location filename="../../desktop/ui/home/groups.py"/>
        <source>All uploads</source>
        <translation>Tous les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/groups.py"/>
        <source>Just in</source>
        <translation>Vient d’arriver</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/groups.py"/>
        <source>Needs you</source>
        <translation>À traiter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/groups.py"/>
        <source>On the way</source>
        <translation>En route</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/groups.py"/>
        <source>Open library</source>
        <translation>Ouvrir la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/groups.py"/>
        <source>Show all</source>
        <translation>Tout afficher</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <location filename="../../desktop/ui/library/page.py"/>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/page.py"/>
        <source>Filters {n}</source>
        <translation>Filtres {n}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/page.py"/>
        <source>Library</source>
        <translation>Médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/page.py"/>
        <source>found in {n} ms</source>
        <translation>trouvé en {n} ms</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/page.py"/>
        <source>{shown} of {all}</source>
        <translation>{shown} sur {all}</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>1 day</source>
        <translation>1 jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>1 hour</source>
        <translation>1 heure</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>3 days</source>
        <translation>3 jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>7 days</source>
        <translation>7 jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Copy link</source>
        <translation>Copier le lien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>How long it works</source>
        <translation>Durée de validité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>It ends {time}.</source>
        <translation>Fin : {time}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Link</source>
        <translation>Lien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Link to “{name}”</source>
        <translation>Lien vers « {name} »</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Locked until {time}. Until then only an admin of the newsroom can make a link.</source>
        <translation>Verrouillé jusqu’au {time}. D’ici là, seul un admin de la rédaction peut faire un lien.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Make the link</source>
        <translation>Créer le lien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Making it…</source>
        <translation>Création…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>No link was made: it is under embargo until {time}. Ask an admin, or wait until then.</source>
        <translation>Aucun lien : sous embargo jusqu’au {time}. Voyez un admin, ou attendez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <source>Whoever has the link can open the original, without an account, until it ends.</source>
        <translation>Quiconque a le lien peut ouvrir l’original, sans compte, jusqu’à sa fin.</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <location filename="../../desktop/ui/admin/listing.py"/>
        <source>Show more</source>
        <translation>Afficher plus</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <location filename="../../desktop/ui/item/more.py"/>
        <source>Delete…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/more.py"/>
        <source>Link…</source>
        <translation>Lien…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/more.py"/>
        <source>Whose it is can delete it, and the desk.</source>
        <translation>Son propriétaire peut le supprimer, et le desk.</translation>
    </message>
</context>
<context>
    <name>Nav</name>
    <message>
        <location filename="../../desktop/ui/settings/nav.py"/>
        <source>Sections of the settings</source>
        <translation>Rubriques des réglages</translation>
    </message>
</context>
<context>
    <name>Neighbours</name>
    <message>
        <location filename="../../desktop/ui/item/neighbours.py"/>
        <source>Items before and after</source>
        <translation>Éléments avant et après</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/neighbours.py"/>
        <source>{n} of {all}</source>
        <translation>{n} sur {all}</translation>
    </message>
</context>
<context>
    <name>NoticesSection</name>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Do not disturb</source>
        <translation>Ne pas déranger</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>How many, from where, and how many need you.</source>
        <translation>Combien, d’où, et combien sont à traiter.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>No notice between these times; Activity keeps everything.</source>
        <translation>Aucun avis entre ces heures ; l’activité garde tout.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Notifications are off</source>
        <translation>Notifications désactivées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Notifications are on</source>
        <translation>Notifications activées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>One for a batch, none while the window is in front.</source>
        <translation>Une par lot, aucune quand la fenêtre est devant.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Quiet from {begin} to {end}</source>
        <translation>Silence de {begin} à {end}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Quiet hours are off</source>
        <translation>Heures de silence désactivées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Quiet hours are on</source>
        <translation>Heures de silence activées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Tell me when files are in</source>
        <translation>Me prévenir quand des fichiers sont arrivés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/general.py"/>
        <source>Until</source>
        <translation>Jusqu’à</translation>
    </message>
</context>
<context>
    <name>PageItem</name>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>{n} need you</source>
        <translation>{n} à traiter</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <location filename="../../desktop/ui/folders/panes.py"/>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <location filename="../../desktop/ui/widgets/field.py"/>
        <source>Caps lock is on</source>
        <translation>Verr. maj. est activé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/widgets/field.py"/>
        <source>Hide the password</source>
        <translation>Masquer le mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/widgets/field.py"/>
        <source>Show the password</source>
        <translation>Afficher le mot de passe</translation>
    </message>
</context>
<context>
    <name>Pausing</name>
    <message>
        <location filename="../../desktop/ui/pausing.py"/>
        <source>After a restart the pause has no end</source>
        <translation>Après un redémarrage, la pause n’a plus de fin</translation>
    </message>
</context>
<context>
    <name>Peek</name>
    <message>
        <location filename="../../desktop/ui/library/peek.py"/>
        <source>The picture, large</source>
        <translation>L’image, en grand</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Change role</source>
        <translation>Changer le rôle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Choose a person to change.</source>
        <translation>Choisissez une personne à modifier.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Give {name} the role {role}?</source>
        <translation>Donner à {name} le rôle {role} ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Invite somebody by e-mail.</source>
        <translation>Invitez quelqu’un par e-mail.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Keep it on</source>
        <translation>Laisser activé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Keep {role}</source>
        <translation>Garder {role}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Nobody yet</source>
        <translation>Personne encore</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Switch off</source>
        <translation>Désactiver</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Switch off the account of {name}?</source>
        <translation>Désactiver le compte de {name} ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Switch off…</source>
        <translation>Désactiver…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Switch on</source>
        <translation>Activer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>The account of {name} is switched off</source>
        <translation>Le compte de {name} est désactivé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>They are signed out everywhere and their uploads stop at once. What they uploaded stays in the library.</source>
        <translation>Cette personne est déconnectée partout et ses envois s’arrêtent aussitôt. Ce qu’elle a envoyé reste dans la médiathèque.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>{may} It holds within seconds, on every device.</source>
        <translation>{may} Cela vaut en quelques secondes, sur chaque appareil.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>{name} is changed</source>
        <translation>{name} est modifié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>{name} was not changed</source>
        <translation>{name} n’a pas été modifié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>{role}, account on</source>
        <translation>{role}, compte actif</translation>
    </message>
</context>
<context>
    <name>Photo</name>
    <message>
        <location filename="../../desktop/ui/item/photo.py"/>
        <source>Zoom {n} %</source>
        <translation>Zoom {n} %</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source> or </source>
        <translation> ou </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>1 day</source>
        <translation>1 jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>1 hour</source>
        <translation>1 heure</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>100 % and back, in, out, fit</source>
        <translation>100 % et retour, agrandir, réduire, ajuster</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/announce.py"/>
        <source>100 %. {line}.</source>
        <translation>100 %. {line}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>3 days</source>
        <translation>3 jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>7 days</source>
        <translation>7 jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/stage.py"/>
        <source>A library with photos and a recording, and what was found in each</source>
        <translation>Une médiathèque avec des photos et un son, et ce qui y a été trouvé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>A link that leads in a circle</source>
        <translation>Un lien qui tourne en rond</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>A link that leads nowhere</source>
        <translation>Un lien qui ne mène nulle part</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>A link to what is looked at anyway</source>
        <translation>Un lien vers ce qui est déjà parcouru</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>A link was made</source>
        <translation>Un lien a été créé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/roles.py"/>
        <source>A private library is its owner’s alone: no role opens another’s.</source>
        <translation>Une médiathèque privée n’est qu’à son propriétaire : aucun rôle n’ouvre celle d’un autre.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>A sign-in was used twice and ended</source>
        <translation>Une connexion a servi deux fois et a pris fin</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>A tag of any kind</source>
        <translation>Une étiquette de n’importe quel type</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>A temporary or hidden file, never taken</source>
        <translation>Un fichier temporaire ou caché, jamais pris</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>A video on the whole screen</source>
        <translation>Une vidéo sur tout l’écran</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>AWS has not taken credentials back yet</source>
        <translation>AWS n’a pas encore repris les accès</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/page.py"/>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Account and folders</source>
        <translation>Compte et dossiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Accounts are made by the newsroom’s admins.</source>
        <translation>Les comptes sont créés par les admins de la rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/page.py"/>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Activity</source>
        <translation>Activité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Add a folder to watch</source>
        <translation>Ajouter un dossier à surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/library/places.py"/>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Add files</source>
        <translation>Ajouter des fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Add tags</source>
        <translation>Ajouter des étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <source>Add this</source>
        <translation>Ajouter ceci</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/page.py"/>
        <location filename="../../desktop/ui/admin/words.py"/>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>All</source>
        <translation>Tout</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/completion.py"/>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>All search words</source>
        <translation>Tous les mots de recherche</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>All {n}</source>
        <translation>Tout : {n}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>All {n} folders</source>
        <translation>Les {n} dossiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>All {n} items were searched: names, captions, tags and what was said.</source>
        <translation>Les {n} éléments ont été parcourus : noms, légendes, étiquettes et paroles.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>All {n} languages</source>
        <translation>Les {n} langues</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>All {n} people</source>
        <translation>Les {n} personnes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>All {n} reporters</source>
        <translation>Les {n} reporters</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>All {n} tags</source>
        <translation>Les {n} étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Already in the library, not uploaded again</source>
        <translation>Déjà dans la médiathèque, non renvoyé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Also embargoed, private, failed, mine, captioned</source>
        <translation>Aussi embargoed, private, failed, mine, captioned</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Also text, person, logo, label</source>
        <translation>Aussi text, person, logo, label</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Also today, 2026-11, 2026-10-01..2026-10-31</source>
        <translation>Aussi today, 2026-11, 2026-10-01..2026-10-31</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/out.py"/>
        <source>An admin did this on {moment}.</source>
        <translation>Un admin l’a fait le {moment}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/out.py"/>
        <source>An admin did this today at {time}.</source>
        <translation>Un admin l’a fait aujourd’hui à {time}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/out.py"/>
        <source>An admin did this.</source>
        <translation>Un admin l’a fait.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>An invitation for this address is needed; ask an admin for a new one.</source>
        <translation>Il faut une invitation pour cette adresse ; demandez-en une à un admin.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Analyse again</source>
        <translation>Analyser à nouveau</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Analyse again…</source>
        <translation>Analyser à nouveau…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Analyse {items} again?</source>
        <translation>Analyser {items} à nouveau ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Analysed</source>
        <translation>Analysé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Analysed in part</source>
        <translation>Analysé en partie</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Analysed {n} times</source>
        <translation>Analysé {n} fois</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Analysed: {what}, by {engine}</source>
        <translation>Analysé : {what}, par {engine}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Analyses</source>
        <translation>Analyses</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>Analysing</source>
        <translation>Analyse en cours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>Analysing, {done} of {all}</source>
        <translation>Analyse, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Arabic</source>
        <translation>Arabe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>As</source>
        <translation>En</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>As a member, and captions and deletes everything in the newsroom’s library.</source>
        <translation>Comme un membre, et légende et supprime tout dans la médiathèque de la rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>As in Settings</source>
        <translation>Comme dans les réglages</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>As the desk, and looks after people, invitations and links under embargo.</source>
        <translation>Comme le desk, et s’occupe des personnes, des invitations et des liens sous embargo.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Asked for notices</source>
        <translation>Avis demandés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Asking, {done} of {all}</source>
        <translation>Demande, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>At least {n} characters</source>
        <translation>Au moins {n} caractères</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>At most {most} characters.</source>
        <translation>{most} caractères au plus.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>At most {n} at once can be dragged</source>
        <translation>{n} au plus peuvent être glissés à la fois</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>At work</source>
        <translation>Au travail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Audio</source>
        <translation>Audio</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Audit</source>
        <translation>Journal d’audit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/standing.py"/>
        <source>Away, nothing is lost</source>
        <translation>Absent, rien n’est perdu</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Back since {time}</source>
        <translation>De retour depuis {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Basic</source>
        <translation>Basique</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Before {date}</source>
        <translation>Avant {date}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>Behind</source>
        <translation>En retard</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Being analysed</source>
        <translation>En cours d’analyse</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Best match first</source>
        <translation>Plus pertinents d’abord</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Both words, wherever they are</source>
        <translation>Les deux mots, où qu’ils soient</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Boxes over the picture</source>
        <translation>Cadres sur l’image</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Brackets keep together</source>
        <translation>Les parenthèses regroupent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>By</source>
        <translation>Par</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Byline</source>
        <translation>Signature</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Cancel, or take off the list</source>
        <translation>Annuler, ou retirer de la liste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Cancelled later</source>
        <translation>Annulé plus tard</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Cancelled, {time}</source>
        <translation>Annulé, {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Caption</source>
        <translation>Légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Caption of {items}</source>
        <translation>Légende de {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Caption saved on {items}</source>
        <translation>Légende enregistrée sur {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Captions and what people said of tags stay. It costs again only where rules have changed.</source>
        <translation>Les légendes et les avis sur les étiquettes restent. Cela ne coûte à nouveau que si des règles ont changé.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Captions are as before on {items}</source>
        <translation>Légendes d’avant remises sur {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Captions, tags and transcripts. Copy to… takes the files themselves.</source>
        <translation>Légendes, étiquettes et transcriptions. Copier vers… prend les fichiers eux-mêmes.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Caption…</source>
        <translation>Légende…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/dialog.py"/>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Change password</source>
        <translation>Changer le mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Changed a name</source>
        <translation>A changé un nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Changed a role</source>
        <translation>A changé un rôle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Changed an embargo</source>
        <translation>A changé un embargo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Changed by somebody in the newsroom</source>
        <translation>Modifié par quelqu’un de la rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Changed by you: {fields}</source>
        <translation>Modifié par vous : {fields}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Changed the password</source>
        <translation>A changé le mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/standing.py"/>
        <source>Changed, not saved yet</source>
        <translation>Modifié, pas encore enregistré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Changes</source>
        <translation>Modifications</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Changing…</source>
        <translation>Changement…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/home/needs.py"/>
        <source>Check now</source>
        <translation>Vérifier maintenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/moving.py"/>
        <source>Checking</source>
        <translation>Vérification</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Checking that it arrived whole</source>
        <translation>Vérification que tout est arrivé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Chinese</source>
        <translation>Chinois</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Choices</source>
        <translation>Choix</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>Choose a password.</source>
        <translation>Choisissez un mot de passe.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>Choose {least} to {most} characters.</source>
        <translation>De {least} à {most} caractères.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Choosing what to analyse</source>
        <translation>Choix de ce qu’il faut analyser</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Close; SnapStream keeps running</source>
        <translation>Fermer ; SnapStream continue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Commas between them</source>
        <translation>Séparées par des virgules</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Complete</source>
        <translation>Complet</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Confirm</source>
        <translation>Confirmer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Confirm the e-mail address first.</source>
        <translation>Confirmez d’abord l’adresse e-mail.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Confirm, reject, name the chosen tag</source>
        <translation>Confirmer, rejeter, nommer l’étiquette choisie</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Confirmed by a person</source>
        <translation>Confirmé par une personne</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Confirmed the e-mail address</source>
        <translation>A confirmé l’adresse e-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Confirming…</source>
        <translation>Confirmation…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Copy link</source>
        <translation>Copier le lien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Copy links</source>
        <translation>Copier les liens</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Copy originals to</source>
        <translation>Copier les originaux vers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Copy the quote between them, or the chosen words, with timecode</source>
        <translation>Copier la citation entre les deux, ou les mots choisis, avec timecode</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Copy to…</source>
        <translation>Copier vers…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>Copy to… takes as many as you like.</source>
        <translation>Copier vers… en prend autant que vous voulez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Copying, {done} of {all}</source>
        <translation>Copie, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Could not be analysed</source>
        <translation>Analyse impossible</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Could not sign in</source>
        <translation>Connexion impossible</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Create account</source>
        <translation>Créer le compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Created an account</source>
        <translation>A créé un compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Creating…</source>
        <translation>Création…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Credit</source>
        <translation>Crédit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Ctrl F</source>
        <translation>Ctrl F</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <source>Ctrl+click adds, Alt+click leaves out</source>
        <translation>Ctrl+clic ajoute, Alt+clic exclut</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/rows.py"/>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/strip.py"/>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dates.py"/>
        <location filename="../../desktop/ui/library/strip.py"/>
        <source>Days</source>
        <translation>Jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Del</source>
        <translation>Suppr</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Delete it after some days</source>
        <translation>Le supprimer après quelques jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Delete search</source>
        <translation>Supprimer la recherche</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Delete the search “{name}”?</source>
        <translation>Supprimer la recherche « {name} » ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Delete {items}</source>
        <translation>Supprimer {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Delete {items} from the library?</source>
        <translation>Supprimer {items} de la médiathèque ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Delete, after a question</source>
        <translation>Supprimer, après une question</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Deleted an item</source>
        <translation>A supprimé un élément</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Deleted by you</source>
        <translation>Supprimé par vous</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Deleted from the folder once it was uploaded</source>
        <translation>Supprimé du dossier une fois envoyé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Delete…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Deleting, {done} of {all}</source>
        <translation>Suppression, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Deletions and repeats</source>
        <translation>Suppressions et doublons</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Desk</source>
        <translation>Desk</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <source>Discard what you changed of {folder}?</source>
        <translation>Abandonner vos changements de {folder} ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/delegate.py"/>
        <source>Drag to reorder</source>
        <translation>Glisser pour changer l’ordre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Dutch</source>
        <translation>Néerlandais</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Earliest taken first</source>
        <translation>Plus anciennes prises d’abord</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Ended notices</source>
        <translation>Fin des avis</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>English</source>
        <translation>Anglais</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>English (UK)</source>
        <translation>Anglais (RU)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>English (US)</source>
        <translation>Anglais (É.-U.)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/completion.py"/>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Enter</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Enter: {action}</source>
        <translation>Entrée : {action}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>Everything is in</source>
        <translation>Tout est arrivé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>Everything is in.</source>
        <translation>Tout est arrivé.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>Everything is in. Watching {folders}.</source>
        <translation>Tout est arrivé. {folders} sous surveillance.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/completion.py"/>
        <source>Everything with “{words}”</source>
        <translation>Tout ce qui contient « {words} »</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>Everything, a file an item (JSON)</source>
        <translation>Tout, un fichier par élément (JSON)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Exactly these words</source>
        <translation>Exactement ces mots</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/item/export.py"/>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Export to</source>
        <translation>Exporter vers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Export {items}</source>
        <translation>Exporter {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Exporting…</source>
        <translation>Export…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Faces</source>
        <translation>Visages</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Faces and labels</source>
        <translation>Visages et libellés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed: it cannot be read</source>
        <translation>Échec : illisible</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed: it did not arrive whole</source>
        <translation>Échec : il n’est pas arrivé entier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed: its folder went away</source>
        <translation>Échec : son dossier a disparu</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed: not allowed</source>
        <translation>Échec : non autorisé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed: refused by the newsroom</source>
        <translation>Échec : refusé par la rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed: the file is gone</source>
        <translation>Échec : le fichier a disparu</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Failed: the newsroom’s storage is full</source>
        <translation>Échec : le stockage de la rédaction est plein</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Failures</source>
        <translation>Échecs</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>File details</source>
        <translation>Détails du fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Files wait here.</source>
        <translation>Les fichiers attendent ici.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Filters</source>
        <translation>Filtres</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/values.py"/>
        <source>Find in {group}</source>
        <translation>Chercher dans {group}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Folders</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Follow the playback</source>
        <translation>Suivre la lecture</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>For a program: hands in results of an analyser of your own, and sees nothing.</source>
        <translation>Pour un programme : remet les résultats de votre propre analyseur, et ne voit rien.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>For {time}, until {end}</source>
        <translation>Pendant {time}, jusqu’à {end}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>French</source>
        <translation>Français</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <location filename="../../desktop/ui/library/dates.py"/>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>From {date}</source>
        <translation>Depuis {date}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/notices.py"/>
        <source>From {where}, verified.</source>
        <translation>Depuis {where}, vérifié.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Full</source>
        <translation>Complet</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>German</source>
        <translation>Allemand</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Getting the library: {done}</source>
        <translation>Lecture de la médiathèque : {done}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Getting the library: {done} of {total}</source>
        <translation>Lecture de la médiathèque : {done} sur {total}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>Getting {originals} from the newsroom</source>
        <translation>Récupération de {originals} auprès de la rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <source>Go on</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/strip.py"/>
        <source>Go to a day</source>
        <translation>Aller à un jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/strip.py"/>
        <source>Go to a day ([ and ] go to the next one)</source>
        <translation>Aller à un jour ([ et ] passent d’un jour à l’autre)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Good until</source>
        <translation>Valable jusqu’au</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Had an item analysed again</source>
        <translation>A fait réanalyser un élément</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Handed in results</source>
        <translation>A remis des résultats</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Has another rule from now on</source>
        <translation>A désormais une autre règle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/rows.py"/>
        <source>Head of the list</source>
        <translation>En-tête de la liste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Headline</source>
        <translation>Titre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>Health</source>
        <translation>Santé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Hindi</source>
        <translation>Hindi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/home/page.py"/>
        <source>Home</source>
        <translation>Accueil</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>How long it works</source>
        <translation>Durée de validité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Ignore</source>
        <translation>Ignorer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Ignored by {pattern}</source>
        <translation>Ignoré par {pattern}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>In Uploads</source>
        <translation>Dans les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>In a question</source>
        <translation>Dans une question</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>In and out; also Shift and drag on the timeline</source>
        <translation>Début et fin ; aussi Maj et glisser sur la chronologie</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/transfers/delegate.py"/>
        <source>In the library</source>
        <translation>Dans la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>Incomplete</source>
        <translation>Incomplet</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Invitations</source>
        <translation>Invitations</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Invite somebody</source>
        <translation>Inviter quelqu’un</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Invited</source>
        <translation>Invité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>It cannot be read</source>
        <translation>Illisible</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>It has zero bytes. Copy it again from the camera or the card; then it is sent by itself.</source>
        <translation>Il fait zéro octet. Recopiez-le de l’appareil ou de la carte ; il part alors de lui-même.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>It is being analysed just now.</source>
        <translation>Il est en cours d’analyse.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>It is gone for everyone, with tags and transcript. The file in your folder is not touched.</source>
        <translation>Il disparaît pour tout le monde, avec étiquettes et transcription. Le fichier dans votre dossier n’est pas touché.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>It is not known here why ({code}). Try again.</source>
        <translation>On ne sait pas ici pourquoi ({code}). Réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>It is not known why. Try again.</source>
        <translation>On ne sait pas pourquoi. Réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>It was deleted or moved before it could be uploaded. Put it back and it goes on by itself.</source>
        <translation>Il a été supprimé ou déplacé avant l’envoi. Remettez-le et tout reprend.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>It was gone a moment later</source>
        <translation>Il avait disparu un instant plus tard</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>It was put where another person’s files belong. Ask an admin of the newsroom, then try again.</source>
        <translation>Il a été mis là où vont les fichiers d’une autre personne. Voyez un admin de la rédaction, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Italian</source>
        <translation>Italien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Item before, after</source>
        <translation>Élément précédent, suivant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>Items in work today</source>
        <translation>Éléments traités aujourd’hui</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <source>Its files stay where they are. What is uploaded stays in the library.</source>
        <translation>Ses fichiers restent où ils sont. Ce qui est envoyé reste dans la médiathèque.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/facts.py"/>
        <source>Its wheels carry FFmpeg built with x264 and x265 (GPL-2.0-or-later): as a whole under the GPL.</source>
        <translation>Ses paquets contiennent FFmpeg compilé avec x264 et x265 (GPL-2.0-or-later) : le tout sous GPL.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/facts.py"/>
        <source>Its wheels carry x265 (GPL-2.0-or-later) and libheif (LGPL-3.0): as a whole under the GPL.</source>
        <translation>Ses paquets contiennent x265 (GPL-2.0-or-later) et libheif (LGPL-3.0) : le tout sous GPL.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Japanese</source>
        <translation>Japonais</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <location filename="../../desktop/ui/library/changes.py"/>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Keep as it is</source>
        <translation>Laisser tel quel</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <source>Keep running</source>
        <translation>Laisser tourner</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <source>Keep running in the tray</source>
        <translation>Laisser tourner dans la barre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>Key phrase</source>
        <translation>Expression clé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Key phrases</source>
        <translation>Expressions clés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>Key phrases and names</source>
        <translation>Expressions clés et noms</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/page.py"/>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Keyword</source>
        <translation>Mot-clé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Keywords</source>
        <translation>Mots-clés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Label</source>
        <translation>Libellé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lane_paint.py"/>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Labels</source>
        <translation>Libellés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Languages</source>
        <translation>Langues</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Larger than a gigabyte</source>
        <translation>Plus d’un gigaoctet</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Largest first</source>
        <translation>Plus gros d’abord</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Last change</source>
        <translation>Dernier changement</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>Last upload {when}, from {folder}.</source>
        <translation>Dernier envoi {when}, depuis {folder}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Last {n} days</source>
        <translation>{n} derniers jours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Latest taken first</source>
        <translation>Dernières prises d’abord</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Leave the file where it is</source>
        <translation>Laisser le fichier où il est</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <source>Leave this out</source>
        <translation>Exclure ceci</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Library</source>
        <translation>Médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Line before, after, in the transcript</source>
        <translation>Ligne précédente, suivante, de la transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/link.py"/>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Link to the original</source>
        <translation>Lien vers l’original</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Links to the originals</source>
        <translation>Liens vers les originaux</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Links to {items} copied</source>
        <translation>Liens vers {items} copiés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Link…</source>
        <translation>Lien…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Locked out after too many tries</source>
        <translation>Bloqué après trop d’essais</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Logos</source>
        <translation>Logos</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Longer than two minutes</source>
        <translation>Plus de deux minutes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Longest first</source>
        <translation>Plus longs d’abord</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/by_hand.py"/>
        <source>Looking at {files}</source>
        <translation>Examen de {files}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Made a link</source>
        <translation>A fait un lien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Making links, {done} of {all}</source>
        <translation>Création des liens, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Many people use this password. Choose another.</source>
        <translation>Beaucoup de gens ont ce mot de passe. Choisissez-en un autre.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Member</source>
        <translation>Membre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Mixed</source>
        <translation>Mêlée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Moderation</source>
        <translation>Modération</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/more.py"/>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Move it into a subfolder</source>
        <translation>Le déplacer dans un sous-dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Moved to {folder} once it was uploaded</source>
        <translation>Déplacé vers {folder} une fois envoyé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>My own</source>
        <translation>À moi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <location filename="../../desktop/ui/library/rows.py"/>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Name, A to Z</source>
        <translation>Nom, de A à Z</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Name, Z to A</source>
        <translation>Nom, de Z à A</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Names</source>
        <translation>Noms</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Negative</source>
        <translation>Négative</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Neutral</source>
        <translation>Neutre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>New files</source>
        <translation>Nouveaux fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/standing.py"/>
        <source>New, not saved yet</source>
        <translation>Nouveau, pas encore enregistré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Newest first</source>
        <translation>Plus récents d’abord</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Next area</source>
        <translation>Zone suivante</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Next match in the transcript</source>
        <translation>Résultat suivant dans la transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>No connection</source>
        <translation>Pas de connexion</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>No connection. {n} files wait here.</source>
        <comment>No connection. {n} file waits here.</comment>
        <translation>
            <numerusform>Pas de connexion. {n} fichier attend ici.</numerusform>
            <numerusform>Pas de connexion. {n} fichiers attendent ici.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/listing.py"/>
        <source>No date</source>
        <translation>Sans date</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/speeds.py"/>
        <location filename="../../desktop/ui/settings/timetable.py"/>
        <source>No limit</source>
        <translation>Sans limite</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>No speech in this recording</source>
        <translation>Pas de parole dans cet enregistrement</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Nobody else is an admin: make somebody else one first.</source>
        <translation>Personne d’autre n’est admin : nommez-en d’abord un.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Not a photo, audio or video file</source>
        <translation>Ni photo, ni son, ni vidéo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Not confirmed yet</source>
        <translation>Pas encore confirmé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Not said</source>
        <translation>Non précisée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Not stated in the file</source>
        <translation>Non indiqué dans le fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Not taken</source>
        <translation>Non pris</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Nothing could be made of this file</source>
        <translation>Rien n’a pu être tiré de ce fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>Nothing has come in today.</source>
        <translation>Rien n’est arrivé aujourd’hui.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tidings.py"/>
        <source>Nothing has gone through for 10 minutes</source>
        <translation>Rien n’est passé depuis 10 minutes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Nothing here yet</source>
        <translation>Rien ici pour l’instant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Nothing in the folder is changed unless you choose it.</source>
        <translation>Rien dans le dossier n’est modifié sans votre choix.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Nothing is lost.</source>
        <translation>Rien n’est perdu.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/needs.py"/>
        <source>Nothing is lost. Watching goes on by itself when it is back.</source>
        <translation>Rien n’est perdu. La surveillance reprend d’elle-même à son retour.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Nothing matches {what}</source>
        <translation>Rien ne correspond à {what}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Nothing of the library is on this computer yet. It comes by itself when the line is back.</source>
        <translation>Rien de la médiathèque n’est encore sur cet ordinateur. Elle arrive dès le retour de la ligne.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>Nothing waits</source>
        <translation>Rien n’attend</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Nothing was exported</source>
        <translation>Rien n’a été exporté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>Oldest</source>
        <translation>Plus ancien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Oldest first</source>
        <translation>Plus anciens d’abord</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>On</source>
        <translation>Activé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>On its way again</source>
        <translation>De nouveau en route</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lane_paint.py"/>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>On-screen text</source>
        <translation>Texte à l’écran</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Once the library has it and it is unchanged. Nothing is written over; the subfolder is not looked at.</source>
        <translation>Une fois dans la médiathèque et inchangé. Rien n’est écrasé ; le sous-dossier n’est pas parcouru.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>One frame</source>
        <translation>Une image</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>One of them, or OR between them</source>
        <translation>L’un d’eux, ou OR entre eux</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>One second; with Shift five</source>
        <translation>Une seconde ; cinq avec Maj</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>One step back</source>
        <translation>Un pas en arrière</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>One table (CSV)</source>
        <translation>Un tableau (CSV)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <source>Only files uploaded from now on, once the library has them, byte for byte as they were sent.</source>
        <translation>Seulement les fichiers envoyés dès maintenant, une fois dans la médiathèque, octet pour octet tels qu’envoyés.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <source>Only this</source>
        <translation>Seulement ceci</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Only what you change here is written; everything else stays.</source>
        <translation>Seul ce que vous changez ici est écrit ; tout le reste demeure.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Only who uploaded it, the desk or an admin may do this.</source>
        <translation>Seuls son auteur, le desk ou un admin le peuvent.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Open beside</source>
        <translation>Ouvrir à côté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Open, filling the page</source>
        <translation>Ouvrir en pleine page</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Order</source>
        <translation>Ordre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Order: {order}</source>
        <translation>Ordre : {order}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Others keep changing it. Try again.</source>
        <translation>D’autres le modifient sans cesse. Réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Over since {time}</source>
        <translation>Terminé depuis {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Part {n} of {all}</source>
        <translation>Partie {n} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Particulars</source>
        <translation>Précisions</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Pause or resume this one</source>
        <translation>Suspendre ou reprendre celui-ci</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Pause or resume uploads</source>
        <translation>Suspendre ou reprendre les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Paused by you</source>
        <translation>Suspendu par vous</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Paused by you at {time}</source>
        <translation>Suspendu par vous à {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>Paused until {time}. Nothing is lost.</source>
        <translation>En pause jusqu’à {time}. Rien n’est perdu.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>Paused, {n} waiting</source>
        <translation>En pause, {n} en attente</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>Paused. Nothing is lost.</source>
        <translation>En pause. Rien n’est perdu.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <location filename="../../desktop/ui/item/lane_paint.py"/>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Person</source>
        <translation>Personne</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Photo</source>
        <translation>Photo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Photo, video or audio</source>
        <translation>Photo, vidéo ou audio</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Photos</source>
        <translation>Photos</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lane_paint.py"/>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Place or name</source>
        <translation>Lieu ou nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Places and names</source>
        <translation>Lieux et noms</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Play or pause</source>
        <translation>Lecture ou pause</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Play or pause here; a photo large while held</source>
        <translation>Lecture ou pause ici ; une photo en grand tant que la touche est tenue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Polish</source>
        <translation>Polonais</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Portuguese</source>
        <translation>Portugais</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Positive</source>
        <translation>Positive</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Previous area</source>
        <translation>Zone précédente</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Private</source>
        <translation>Privé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Problems</source>
        <translation>Problèmes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Putting back, {done} of {all}</source>
        <translation>Remise en place, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Putting results together</source>
        <translation>Réunion des résultats</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/facts.py"/>
        <source>Qt is linked dynamically and can be replaced. The wheels carry FFmpeg (LGPL-2.1) too.</source>
        <translation>Qt est lié dynamiquement et remplaçable. Les paquets contiennent aussi FFmpeg (LGPL-2.1).</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Refused before, unchanged since</source>
        <translation>Refusé avant, inchangé depuis</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Refused: no photo, sound or video</source>
        <translation>Refusé : ni photo, ni son, ni vidéo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Refused: the file is empty</source>
        <translation>Refusé : le fichier est vide</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Remove from the list</source>
        <translation>Retirer de la liste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Rename this search</source>
        <translation>Renommer cette recherche</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Rename…</source>
        <translation>Renommer…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/rows.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Reporter</source>
        <translation>Reporter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Reporters</source>
        <translation>Reporters</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Reset the password</source>
        <translation>Réinitialiser le mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Results of long analyses</source>
        <translation>Résultats des longues analyses</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Rights</source>
        <translation>Droits</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Role</source>
        <translation>Rôle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/roles.py"/>
        <source>Roles</source>
        <translation>Rôles</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>Rough transcript, by machine. Check it before you quote it.</source>
        <translation>Transcription brute, par machine. Vérifiez avant de citer.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Russian</source>
        <translation>Russe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Save caption</source>
        <translation>Enregistrer la légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Save the caption and go on</source>
        <translation>Enregistrer la légende et continuer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Save this search</source>
        <translation>Enregistrer cette recherche</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Save this search…</source>
        <translation>Enregistrer cette recherche…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Saved searches</source>
        <translation>Recherches enregistrées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Saving captions, {done} of {all}</source>
        <translation>Enregistrement des légendes, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Search</source>
        <translation>Recherche</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Search all dates</source>
        <translation>Chercher à toutes les dates</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Search people, words on screen, quotes, captions</source>
        <translation>Cherchez personnes, mots à l’écran, citations, légendes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Search words</source>
        <translation>Mots de recherche</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Search “{words}”</source>
        <translation>Chercher « {words} »</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Search, or find on this page</source>
        <translation>Chercher, ou trouver dans cette page</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Searched before</source>
        <translation>Déjà cherché</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Sees the newsroom’s library and their own. Captions and deletes what they uploaded.</source>
        <translation>Voit la médiathèque de la rédaction et la sienne. Légende et supprime ce qu’il a envoyé.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Select or not</source>
        <translation>Choisir ou non</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Send invitation</source>
        <translation>Envoyer l’invitation</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Send now</source>
        <translation>Envoyer maintenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Send the code</source>
        <translation>Envoyer le code</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/window.py"/>
        <source>Send {n} files</source>
        <comment>Send {n} file</comment>
        <translation>
            <numerusform>Envoyer {n} fichier</numerusform>
            <numerusform>Envoyer {n} fichiers</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Sending, {n} %</source>
        <translation>Envoi, {n} %</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Sending…</source>
        <translation>Envoi…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Sent now, ahead of the queue</source>
        <translation>Envoyé maintenant, avant les autres</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Several values, kept</source>
        <translation>Plusieurs valeurs, conservées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/home/needs.py"/>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Show</source>
        <translation>Afficher</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Show everything</source>
        <translation>Tout afficher</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/home/needs.py"/>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Show in folder</source>
        <translation>Voir le dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Show in the library</source>
        <translation>Afficher dans la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Show in the library, or what failed</source>
        <translation>Afficher dans la médiathèque, ou l’échec</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/tray.py"/>
        <source>Show the {n}</source>
        <comment>Show it</comment>
        <translation>
            <numerusform>L’afficher</numerusform>
            <numerusform>Afficher les {n}</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Sidebar, or icons alone</source>
        <translation>Barre latérale, ou icônes seules</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/out.py"/>
        <location filename="../../desktop/ui/tidings.py"/>
        <source>Sign in again</source>
        <translation>Reconnectez-vous</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>Sign in again. {n} files wait here.</source>
        <comment>Sign in again. {n} file waits here.</comment>
        <translation>
            <numerusform>Reconnectez-vous. {n} fichier attend ici.</numerusform>
            <numerusform>Reconnectez-vous. {n} fichiers attendent ici.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Sign in first.</source>
        <translation>Connectez-vous d’abord.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Sign-ins, roles, deletions and links. It cannot be changed.</source>
        <translation>Connexions, rôles, suppressions et liens. Il ne peut être modifié.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Signed in</source>
        <translation>S’est connecté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Signed in again, {time}</source>
        <translation>Reconnecté, {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Signed out</source>
        <translation>Déconnecté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Signing in…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Since</source>
        <translation>Depuis</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Size of the tiles</source>
        <translation>Taille des vignettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Size of the tiles (Ctrl +, Ctrl −)</source>
        <translation>Taille des vignettes (Ctrl +, Ctrl −)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Skip</source>
        <translation>Passer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Slower or back, faster</source>
        <translation>Plus lent ou retour, plus vite</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>SnapStream is watching {folder}. The first file appears here a few seconds after it is finished.</source>
        <translation>SnapStream surveille {folder}. Le premier fichier apparaît ici quelques secondes après sa fin.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Somebody else changed it since you saw it. Look again, and decide anew.</source>
        <translation>Quelqu’un l’a modifié depuis. Regardez à nouveau, puis décidez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Sound on or off</source>
        <translation>Son activé ou coupé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Spanish</source>
        <translation>Espagnol</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Speakers named: {names}</source>
        <translation>Intervenants nommés : {names}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <location filename="../../desktop/ui/item/lane_paint.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Speech</source>
        <translation>Parole</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Speech in {items} is still being analysed.</source>
        <translation>La parole de {items} est encore en cours d’analyse.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Speech is being transcribed.</source>
        <translation>La parole est en cours de transcription.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Speech was not transcribed</source>
        <translation>La parole n’a pas été transcrite</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Stays in its folder: it could not be moved or deleted</source>
        <translation>Reste dans son dossier : ni déplacé ni supprimé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Stays in its folder: it was changed after the upload</source>
        <translation>Reste dans son dossier : modifié après l’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Still being written. Uploaded once it is quiet</source>
        <translation>Encore en écriture. Envoyé dès qu’il ne bouge plus</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <source>Stop watching</source>
        <translation>Ne plus surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <source>Stop watching {folder}?</source>
        <translation>Ne plus surveiller {folder} ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Subtitles</source>
        <translation>Sous-titres</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>Subtitles, a file an item (SRT)</source>
        <translation>Sous-titres, un fichier par élément (SRT)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>Subtitles, a file an item (WebVTT)</source>
        <translation>Sous-titres, un fichier par élément (WebVTT)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/completion.py"/>
        <source>Suggestions</source>
        <translation>Suggestions</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Switched an account off</source>
        <translation>A désactivé un compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Switched an account on</source>
        <translation>A activé un compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Switched off</source>
        <translation>Désactivé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Tag</source>
        <translation>Étiqueter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>Tag {items}</source>
        <translation>Étiqueter {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Tagging, {done} of {all}</source>
        <translation>Étiquetage, {done} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Tags added to {items}</source>
        <translation>Étiquettes ajoutées à {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Tags added: {names}</source>
        <translation>Étiquettes ajoutées : {names}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Tags confirmed: {names}</source>
        <translation>Étiquettes confirmées : {names}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Tags rejected: {names}</source>
        <translation>Étiquettes rejetées : {names}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>Tags taken off {items}</source>
        <translation>Étiquettes retirées de {items}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>Tag…</source>
        <translation>Étiqueter…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <source>Take this back</source>
        <translation>Retirer ceci</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Taken</source>
        <translation>Prise</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Taken {date}</source>
        <translation>Prise {date}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>Tell me of new items</source>
        <translation>Me signaler les nouveaux éléments</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>Templates and codes</source>
        <translation>Modèles et codes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>Text on screen</source>
        <translation>Texte à l’écran</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>That password is not right.</source>
        <translation>Ce mot de passe n’est pas le bon.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>The account is switched off</source>
        <translation>Le compte est désactivé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>The account was changed at the same moment. Try again.</source>
        <translation>Le compte a été modifié au même moment. Réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>The address is not confirmed: nobody can sign in with it yet.</source>
        <translation>L’adresse n’est pas confirmée : personne ne peut encore s’y connecter.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>The bracket at {place} is not closed.</source>
        <translation>La parenthèse en {place} n’est pas fermée.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>The bracket at {place} was never opened.</source>
        <translation>La parenthèse en {place} n’a pas été ouverte.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>The button that has the focus</source>
        <translation>Le bouton actif</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>The code is wrong, was used, or its time is over.</source>
        <translation>Le code est faux, déjà utilisé ou périmé.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>The day after</source>
        <translation>Le jour suivant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>The day before</source>
        <translation>Le jour précédent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>The e-mail address or the password is wrong.</source>
        <translation>L’adresse e-mail ou le mot de passe est faux.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>The items that it finds stay in the library.</source>
        <translation>Les éléments qu’elle trouve restent dans la médiathèque.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>The language spoken</source>
        <translation>La langue parlée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>The library has the same content</source>
        <translation>La médiathèque a le même contenu</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>The library holds photos, sound and video. Look at it in its folder.</source>
        <translation>La médiathèque contient photos, sons et vidéos. Voyez-le dans son dossier.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>The newsroom did not take this file.</source>
        <translation>La rédaction n’a pas pris ce fichier.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>The newsroom did not take this file; send it again.</source>
        <translation>La rédaction n’a pas pris ce fichier ; renvoyez-le.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>The newsroom has no such profile.</source>
        <translation>La rédaction n’a pas ce profil.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>The newsroom refused this file</source>
        <translation>La rédaction a refusé ce fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>The picture</source>
        <translation>L’image</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>The quotation mark at {place} is not closed.</source>
        <translation>Le guillemet en {place} n’est pas fermé.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>The reporter</source>
        <translation>Le reporter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>The rest of the item is complete.</source>
        <translation>Le reste de l’élément est complet.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>The rule does not take this kind, or this folder</source>
        <translation>La règle ne prend pas ce type, ou ce dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/questions.py"/>
        <source>The rule stays as it was.</source>
        <translation>La règle reste comme avant.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>The safe answer</source>
        <translation>La réponse sans risque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>The session of {name} ended</source>
        <translation>La session de {name} a pris fin</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>The sound was analysed and nothing was said.</source>
        <translation>Le son a été analysé et rien n’a été dit.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>The watched folder</source>
        <translation>Le dossier surveillé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>Then drag again.</source>
        <translation>Puis glissez à nouveau.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>There is no picture of it.</source>
        <translation>Il n’en existe pas d’image.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>There is no room for it. Free some space there, or ask an admin, then try again.</source>
        <translation>Il n’y a plus de place. Libérez-en là-bas, ou voyez un admin, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>There is no such item.</source>
        <translation>Cet élément n’existe pas.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>There is no such person.</source>
        <translation>Cette personne n’existe pas.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>There is nothing after {what} at {place}.</source>
        <translation>Il n’y a rien après {what} en {place}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>There is nothing after {what}: at {place}.</source>
        <translation>Il n’y a rien après {what} : en {place}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>There is nothing before {what} at {place}.</source>
        <translation>Il n’y a rien avant {what} en {place}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>There is nothing in the brackets at {place}.</source>
        <translation>Il n’y a rien dans les parenthèses en {place}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>They are gone for everyone, with tags and transcripts. The files in your folders are not touched.</source>
        <translation>Ils disparaissent pour tout le monde, avec étiquettes et transcriptions. Les fichiers dans vos dossiers ne sont pas touchés.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <source>They go on when SnapStream starts again.</source>
        <translation>Ils reprennent au prochain démarrage de SnapStream.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>They have these tags already</source>
        <translation>Ils ont déjà ces étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>This account is disabled. Ask an admin.</source>
        <translation>Ce compte est désactivé. Voyez un admin.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>This account may not upload here. Ask an admin of the newsroom, then try again.</source>
        <translation>Ce compte ne peut rien envoyer ici. Voyez un admin de la rédaction, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>This address has an account.</source>
        <translation>Cette adresse a déjà un compte.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>This computer’s user may not open it, or the disk gives errors. Look at it, then try again.</source>
        <translation>L’utilisateur de cet ordinateur ne peut l’ouvrir, ou le disque donne des erreurs. Vérifiez, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>This e-mail address cannot be used. It has {n} characters at most.</source>
        <translation>Cette adresse e-mail est inutilisable. Elle a {n} caractères au plus.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>This is no code.</source>
        <translation>Ce n’est pas un code.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>This is no e-mail address, as name@example.com.</source>
        <translation>Ce n’est pas une adresse e-mail, comme nom@exemple.com.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>This is too long to search for. What comes after {place} is left out.</source>
        <translation>C’est trop long à chercher. Ce qui suit {place} est ignoré.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>This name cannot be used.</source>
        <translation>Ce nom est inutilisable.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>This page</source>
        <translation>Cette page</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>This session has ended. Sign in again.</source>
        <translation>Cette session a pris fin. Reconnectez-vous.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>This token is not good here, or no longer. Sign in again.</source>
        <translation>Ce jeton n’est pas, ou plus, valable ici. Reconnectez-vous.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>This was tried too often. Try again later.</source>
        <translation>Trop d’essais. Réessayez plus tard.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>Tiles</source>
        <translation>Vignettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Tiles or a list</source>
        <translation>Vignettes ou liste</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>To be analysed again</source>
        <translation>À réanalyser</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Tone</source>
        <translation>Tonalité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Too many brackets in brackets at {place}.</source>
        <translation>Trop de parenthèses imbriquées en {place}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Too many people are signing in at this moment.</source>
        <translation>Trop de personnes se connectent en ce moment.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>Too short: {n} of at least {least} characters.</source>
        <translation>Trop court : {n} caractères sur au moins {least}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Took a copy of an original</source>
        <translation>A pris une copie d’un original</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>Transcripts for Word, a file an item (DOCX)</source>
        <translation>Transcriptions pour Word, un fichier par élément (DOCX)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>Transcripts, a file an item (TXT)</source>
        <translation>Transcriptions, un fichier par élément (TXT)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/home/needs.py"/>
        <location filename="../../desktop/ui/library/runs.py"/>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Try again all that failed</source>
        <translation>Réessayer tous les échecs</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Try now</source>
        <translation>Réessayer maintenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Turkish</source>
        <translation>Turc</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Ukrainian</source>
        <translation>Ukrainien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Under embargo</source>
        <translation>Sous embargo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>Under embargo: it stays here until then</source>
        <translation>Sous embargo : il reste ici jusque-là</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <location filename="../../desktop/ui/library/runs.py"/>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lane_paint.py"/>
        <source>Unknown person</source>
        <translation>Personne inconnue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dates.py"/>
        <source>Until</source>
        <translation>Jusqu’à</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Until {date}</source>
        <translation>Jusqu’au {date}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/speeds.py"/>
        <source>Up to {speed}</source>
        <translation>Jusqu’à {speed}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Upload</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Uploaded</source>
        <translation>Envoyé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Uploaded and verified</source>
        <translation>Envoyé et vérifié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Uploaded and verified, {time}</source>
        <translation>Envoyé et vérifié, {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Uploaded from here, unchanged since</source>
        <translation>Envoyé d’ici, inchangé depuis</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Uploaded later, {time}</source>
        <translation>Envoyé plus tard, {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Uploaded, verified</source>
        <translation>Envoyé, vérifié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>Uploading {n} of {all}, {time} left.</source>
        <translation>Envoi de {n} sur {all}, encore {time}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>Uploading {n} of {all}.</source>
        <translation>Envoi de {n} sur {all}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Video</source>
        <translation>Vidéo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>Video and audio</source>
        <translation>Vidéo et audio</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Videos</source>
        <translation>Vidéos</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/toolbar.py"/>
        <source>View</source>
        <translation>Vue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>Wait</source>
        <translation>Attendre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/delegate.py"/>
        <source>Waiting for the picture</source>
        <translation>En attente de l’image</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/window.py"/>
        <source>Watch {n} folders</source>
        <comment>Watch {n} folder</comment>
        <translation>
            <numerusform>Surveiller {n} dossier</numerusform>
            <numerusform>Surveiller {n} dossiers</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Watched from now on</source>
        <translation>Surveillé désormais</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>Watched no more; its files stay</source>
        <translation>N’est plus surveillé ; ses fichiers restent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/standing.py"/>
        <source>Watching</source>
        <translation>Sous surveillance</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/standing.py"/>
        <source>Watching, basic</source>
        <translation>Surveillé, basique</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/standing.py"/>
        <source>Watching, private</source>
        <translation>Surveillé, privé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>What arrived was not what was sent. Try again: the whole file is sent anew.</source>
        <translation>Ce qui est arrivé n’est pas ce qui est parti. Réessayez : tout le fichier est renvoyé.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/cost.py"/>
        <source>What services charge for analyses. Days are counted in UTC.</source>
        <translation>Ce que les services facturent pour les analyses. Les jours sont comptés en UTC.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>What texts mean</source>
        <translation>Ce que disent les textes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>What videos show</source>
        <translation>Ce que montrent les vidéos</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>What waits to be analysed, and what did not work.</source>
        <translation>Ce qui attend une analyse, et ce qui n’a pas marché.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>What was said</source>
        <translation>Ce qui a été dit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>Whatever its name says, nothing in it can be shown or played. Look at it in its folder.</source>
        <translation>Quoi que dise son nom, rien n’y peut être vu ni lu. Voyez-le dans son dossier.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>When the camera took it</source>
        <translation>Quand l’appareil l’a prise</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/rows.py"/>
        <source>Where it matches</source>
        <translation>Où il correspond</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Who am I</source>
        <translation>Qui suis-je</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/people.py"/>
        <source>Who has an account, and what they may do.</source>
        <translation>Qui a un compte, et ce qu’il peut faire.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Who is seen or heard</source>
        <translation>Qui l’on voit ou entend</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/invitations.py"/>
        <source>Who may make an account and has not done so yet.</source>
        <translation>Qui peut créer un compte et ne l’a pas encore fait.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>Whoever has the link can open the original, without an account, until it ends.</source>
        <translation>Quiconque a le lien peut ouvrir l’original, sans compte, jusqu’à sa fin.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/audit.py"/>
        <source>Whom or which</source>
        <translation>Qui ou quoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>With a caption</source>
        <translation>Avec légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/help/keys.py"/>
        <source>With an item open</source>
        <translation>Avec un élément ouvert</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/about/facts.py"/>
        <source>With the PaddleOCR models that it carries (Apache-2.0).</source>
        <translation>Avec les modèles PaddleOCR qu’il contient (Apache-2.0).</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Without tags</source>
        <translation>Sans étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Without this word, or NOT before it</source>
        <translation>Sans ce mot, ou NOT devant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>Without {what}</source>
        <translation>Sans {what}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>Words corrected in the transcript: {n}</source>
        <translation>Mots corrigés dans la transcription : {n}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>Words in speech</source>
        <translation>Mots prononcés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/library/words_help.py"/>
        <source>Words on screen</source>
        <translation>Mots à l’écran</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/export.py"/>
        <source>Words with their times, a file an item (JSON)</source>
        <translation>Mots avec leurs temps, un fichier par élément (JSON)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>Yesterday {time}</source>
        <translation>Hier {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>You cancelled it</source>
        <translation>Vous l’avez annulé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/out.py"/>
        <source>Your account was switched off</source>
        <translation>Votre compte a été désactivé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>Your account was switched off. Ask an admin of the newsroom.</source>
        <translation>Votre compte a été désactivé. Voyez un admin de la rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>Your e-mail address is missing.</source>
        <translation>Votre adresse e-mail manque.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/said.py"/>
        <source>Your role may not do this.</source>
        <translation>Votre rôle ne le permet pas.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/out.py"/>
        <location filename="../../desktop/ui/tidings.py"/>
        <source>Your session has ended.</source>
        <translation>Votre session a pris fin.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/complaints.py"/>
        <source>Your session has ended. Sign in again.</source>
        <translation>Votre session a pris fin. Reconnectez-vous.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>about {h} h {m} min</source>
        <translation>environ {h} h {m} min</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>about {n} min</source>
        <translation>environ {n} min</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>about {n} s</source>
        <translation>environ {n} s</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>about {time}</source>
        <translation>environ {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>added by a person</source>
        <translation>ajoutée par une personne</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>and {n} more</source>
        <comment>and {n} more</comment>
        <translation>
            <numerusform>et {n} autre</numerusform>
            <numerusform>et {n} autres</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>at {time}</source>
        <translation>à {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>basic</source>
        <translation>basique</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>being saved</source>
        <translation>en cours d’enregistrement</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>by {name}</source>
        <translation>par {name}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>byline</source>
        <translation>signature</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>caption</source>
        <translation>légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>confirmed by a person</source>
        <translation>confirmée par une personne</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>credit</source>
        <translation>crédit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>details</source>
        <translation>détails</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>embargo</source>
        <translation>embargo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <source>folded</source>
        <translation>replié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>found by {engine}</source>
        <translation>trouvée par {engine}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>full</source>
        <translation>complet</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <source>harbour, dock strike</source>
        <translation>port, grève des dockers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>headline</source>
        <translation>titre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>just now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/timetable.py"/>
        <source>limit bandwidth night hours week</source>
        <translation>limite débit nuit heures semaine</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>limit {speed}</source>
        <translation>limite {speed}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>limit {speed} until {time}</source>
        <translation>limite {speed} jusqu’à {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/completion.py"/>
        <source>name</source>
        <translation>nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>not {what}</source>
        <translation>pas {what}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>oldest {time}</source>
        <translation>plus ancien : {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/facet_rows.py"/>
        <source>open</source>
        <translation>déplié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>private</source>
        <translation>privé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>rejected by a person</source>
        <translation>rejetée par une personne</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>rights</source>
        <translation>droits</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>speech</source>
        <translation>parole</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>tags</source>
        <translation>étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>these filters</source>
        <translation>ces filtres</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>today, {time}</source>
        <translation>aujourd’hui, {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>transcript</source>
        <translation>transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>which gives no probability</source>
        <translation>qui ne donne pas de probabilité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/completion.py"/>
        <source>without</source>
        <translation>sans</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/completion.py"/>
        <source>words</source>
        <translation>mots</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>written in the file itself</source>
        <translation>écrite dans le fichier même</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>{before} to {after}</source>
        <translation>{before} → {after}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/places.py"/>
        <source>{bounds}.</source>
        <translation>{bounds}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/strip.py"/>
        <source>{day}, {date}, go to another day</source>
        <translation>{day}, {date}, aller à un autre jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{day}.</source>
        <translation>{day}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>{facts}, on its way</source>
        <translation>{facts}, en route</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>{files} written to {folder}</source>
        <translation>{files} écrits dans {folder}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>{first} to {last}</source>
        <translation>Du {first} au {last}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>{folder} cannot be written: {why}</source>
        <translation>Impossible d’écrire dans {folder} : {why}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>{folder} was taken out or cut off while this file was being read. Nothing was half-sent. Connect it again and it goes on by itself.</source>
        <translation>{folder} a été retiré ou coupé pendant la lecture de ce fichier. Rien n’a été envoyé à moitié. Reconnectez-le et tout reprend.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>{folder}, profile {profile}</source>
        <translation>{folder}, profil {profile}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{h} h {m} min left</source>
        <translation>encore {h} h {m} min</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>{items} analysed again</source>
        <translation>{items} : nouvelle analyse demandée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>{items} copied to {folder}</source>
        <translation>{items} copiés vers {folder}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>{items} deleted from the library</source>
        <translation>{items} de moins dans la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/notices.py"/>
        <source>{kinds} from {where}, each one verified.</source>
        <translation>{kinds} depuis {where}, tous vérifiés.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>{name} ({n} new)</source>
        <translation>{name} ({n} nouveaux)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/needs.py"/>
        <source>{name} could not be analysed</source>
        <translation>{name} : l’analyse a échoué</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/home/needs.py"/>
        <source>{name} is away</source>
        <translation>{name} est absent</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/notices.py"/>
        <source>{name} is in the library</source>
        <translation>{name} est dans la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/by_hand.py"/>
        <source>{name} is not added</source>
        <translation>{name} n’est pas ajouté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/home/needs.py"/>
        <source>{name} was not uploaded</source>
        <translation>{name} n’a pas été envoyé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/needs.py"/>
        <source>{name} was refused</source>
        <translation>{name} a été refusé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/announce.py"/>
        <source>{n} % uploaded, {files}</source>
        <translation>{n} % envoyés, {files}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} B</source>
        <translation>{n} o</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} GB</source>
        <translation>{n} Go</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} KB</source>
        <translation>{n} Ko</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} KB/s</source>
        <translation>{n} Ko/s</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} MB</source>
        <translation>{n} Mo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} MB/s</source>
        <translation>{n} Mo/s</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} TB</source>
        <translation>{n} To</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <source>{n} days</source>
        <translation>{n} jours</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/folders/choices.py"/>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{n} days</source>
        <comment>{n} day</comment>
        <translation>
            <numerusform>{n} jour</numerusform>
            <numerusform>{n} jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/activity/page.py"/>
        <source>{n} entries of the last 90 days</source>
        <comment>{n} entry of the last 90 days</comment>
        <translation>
            <numerusform>{n} entrée des 90 derniers jours</numerusform>
            <numerusform>{n} entrées des 90 derniers jours</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>{n} failed</source>
        <translation>{n} en échec</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/by_hand.py"/>
        <location filename="../../desktop/ui/folders/patterns.py"/>
        <location filename="../../desktop/ui/home/side.py"/>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>{n} files</source>
        <comment>{n} file</comment>
        <translation>
            <numerusform>{n} fichier</numerusform>
            <numerusform>{n} fichiers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/by_hand.py"/>
        <source>{n} files are added</source>
        <comment>{n} file is added</comment>
        <translation>
            <numerusform>{n} fichier ajouté</numerusform>
            <numerusform>{n} fichiers ajoutés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>{n} files are in the library</source>
        <comment>{n} file is in the library</comment>
        <translation>
            <numerusform>{n} fichier est dans la médiathèque</numerusform>
            <numerusform>{n} fichiers sont dans la médiathèque</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>{n} files are in this folder now.</source>
        <comment>{n} file is in this folder now.</comment>
        <translation>
            <numerusform>{n} fichier est dans ce dossier.</numerusform>
            <numerusform>{n} fichiers sont dans ce dossier.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{n} files are in.</source>
        <comment>{n} file is in.</comment>
        <translation>
            <numerusform>{n} fichier est arrivé.</numerusform>
            <numerusform>{n} fichiers sont arrivés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/by_hand.py"/>
        <source>{n} files are not added</source>
        <comment>{n} file is not added</comment>
        <translation>
            <numerusform>{n} fichier non ajouté</numerusform>
            <numerusform>{n} fichiers non ajoutés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/application.py"/>
        <source>{n} files are not uploaded yet</source>
        <comment>{n} file is not uploaded yet</comment>
        <translation>
            <numerusform>{n} fichier n’est pas encore envoyé</numerusform>
            <numerusform>{n} fichiers ne sont pas encore envoyés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/folders/page.py"/>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{n} files are on their way.</source>
        <comment>{n} file is on its way.</comment>
        <translation>
            <numerusform>{n} fichier est en route.</numerusform>
            <numerusform>{n} fichiers sont en route.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>{n} files at a time from now on</source>
        <comment>{n} file at a time from now on</comment>
        <translation>
            <numerusform>{n} fichier à la fois désormais</numerusform>
            <numerusform>{n} fichiers à la fois désormais</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/folders/standing.py"/>
        <location filename="../../desktop/ui/transfers/announce.py"/>
        <source>{n} files left</source>
        <comment>{n} file left</comment>
        <translation>
            <numerusform>encore {n} fichier</numerusform>
            <numerusform>encore {n} fichiers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>{n} files need you</source>
        <comment>{n} file needs you</comment>
        <translation>
            <numerusform>{n} fichier à traiter</numerusform>
            <numerusform>{n} fichiers à traiter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/tray.py"/>
        <source>{n} files need you…</source>
        <comment>{n} file needs you…</comment>
        <translation>
            <numerusform>{n} fichier à traiter…</numerusform>
            <numerusform>{n} fichiers à traiter…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>{n} files so far</source>
        <comment>{n} file so far</comment>
        <translation>
            <numerusform>{n} fichier jusqu’ici</numerusform>
            <numerusform>{n} fichiers jusqu’ici</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/account/out.py"/>
        <location filename="../../desktop/ui/tidings.py"/>
        <source>{n} files wait here and go on by themselves.</source>
        <comment>{n} file waits here and goes on by itself.</comment>
        <translation>
            <numerusform>{n} fichier attend ici et repart de lui-même.</numerusform>
            <numerusform>{n} fichiers attendent ici et repartent d’eux-mêmes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/session.py"/>
        <location filename="../../desktop/ui/tidings.py"/>
        <source>{n} files wait here.</source>
        <comment>{n} file waits here.</comment>
        <translation>
            <numerusform>{n} fichier attend ici.</numerusform>
            <numerusform>{n} fichiers attendent ici.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>{n} files wait.</source>
        <comment>{n} file waits.</comment>
        <translation>
            <numerusform>{n} fichier attend.</numerusform>
            <numerusform>{n} fichiers attendent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>{n} files were not uploaded</source>
        <comment>{n} file was not uploaded</comment>
        <translation>
            <numerusform>{n} fichier n’a pas été envoyé</numerusform>
            <numerusform>{n} fichiers n’ont pas été envoyés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/account/out.py"/>
        <source>{n} files were not uploaded and are still on this computer.</source>
        <comment>{n} file was not uploaded and is still on this computer.</comment>
        <translation>
            <numerusform>{n} fichier n’a pas été envoyé et est encore sur cet ordinateur.</numerusform>
            <numerusform>{n} fichiers n’ont pas été envoyés et sont encore sur cet ordinateur.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>{n} files were not uploaded.</source>
        <comment>{n} file was not uploaded.</comment>
        <translation>
            <numerusform>{n} fichier n’a pas été envoyé.</numerusform>
            <numerusform>{n} fichiers n’ont pas été envoyés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/by_hand.py"/>
        <source>{n} files were sent before</source>
        <comment>{n} file was sent before</comment>
        <translation>
            <numerusform>{n} fichier déjà envoyé</numerusform>
            <numerusform>{n} fichiers déjà envoyés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <location filename="../../desktop/ui/tray_state.py"/>
        <source>{n} folders</source>
        <comment>{n} folder</comment>
        <translation>
            <numerusform>{n} dossier</numerusform>
            <numerusform>{n} dossiers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/folders/page.py"/>
        <source>{n} folders are watched</source>
        <comment>{n} folder is watched</comment>
        <translation>
            <numerusform>{n} dossier surveillé</numerusform>
            <numerusform>{n} dossiers surveillés</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/home/page.py"/>
        <location filename="../../desktop/ui/home/side.py"/>
        <location filename="../../desktop/ui/library/changes.py"/>
        <location filename="../../desktop/ui/library/dates.py"/>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <location filename="../../desktop/ui/library/listing.py"/>
        <location filename="../../desktop/ui/library/page.py"/>
        <location filename="../../desktop/ui/library/places.py"/>
        <location filename="../../desktop/ui/library/runs.py"/>
        <location filename="../../desktop/ui/library/sheets.py"/>
        <location filename="../../desktop/ui/library/strip.py"/>
        <source>{n} items</source>
        <comment>{n} item</comment>
        <translation>
            <numerusform>{n} élément</numerusform>
            <numerusform>{n} éléments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>{n} items are deleted</source>
        <comment>{n} item is deleted</comment>
        <translation>
            <numerusform>{n} élément est supprimé</numerusform>
            <numerusform>{n} éléments sont supprimés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/library/runs.py"/>
        <source>{n} items are locked by an embargo and stay here.</source>
        <comment>{n} item is locked by an embargo and stays here.</comment>
        <translation>
            <numerusform>{n} élément est verrouillé par un embargo et reste ici.</numerusform>
            <numerusform>{n} éléments sont verrouillés par un embargo et restent ici.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/library/places.py"/>
        <source>{n} items match “{words}” alone.</source>
        <comment>{n} item matches “{words}” alone.</comment>
        <translation>
            <numerusform>{n} élément correspond à « {words} » seul.</numerusform>
            <numerusform>{n} éléments correspondent à « {words} » seul.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/item/deletion.py"/>
        <source>{n} items were not deleted</source>
        <comment>{n} item was not deleted</comment>
        <translation>
            <numerusform>{n} élément n’a pas été supprimé</numerusform>
            <numerusform>{n} éléments n’ont pas été supprimés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/admin/health.py"/>
        <source>{n} jobs were given up</source>
        <comment>{n} job was given up</comment>
        <translation>
            <numerusform>{n} tâche a été abandonnée</numerusform>
            <numerusform>{n} tâches ont été abandonnées</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} min left</source>
        <translation>encore {n} min</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} minutes ago</source>
        <comment>{n} minute ago</comment>
        <translation>
            <numerusform>il y a {n} minute</numerusform>
            <numerusform>il y a {n} minutes</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/lane_paint.py"/>
        <location filename="../../desktop/ui/library/places.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>{n} more</source>
        <translation>{n} de plus</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>{n} more in the caption</source>
        <translation>{n} de plus dans la légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>{n} more in the transcript</source>
        <translation>{n} de plus dans la transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>{n} more on screen</source>
        <translation>{n} de plus à l’écran</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>{n} more tags</source>
        <translation>{n} étiquettes de plus</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>{n} need you.</source>
        <comment>{n} needs you.</comment>
        <translation>
            <numerusform>{n} est à traiter.</numerusform>
            <numerusform>{n} sont à traiter.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/strip.py"/>
        <source>{n} new</source>
        <translation>{n} nouveaux</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>{n} new items match “{name}”</source>
        <comment>{n} new item matches “{name}”</comment>
        <translation>
            <numerusform>{n} nouvel élément correspond à « {name} »</numerusform>
            <numerusform>{n} nouveaux éléments correspondent à « {name} »</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/groups.py"/>
        <location filename="../../desktop/ui/library/values.py"/>
        <source>{n} of {all}</source>
        <translation>{n} sur {all}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>{n} of {all} cannot be analysed again</source>
        <translation>{n} sur {all} ne peuvent être réanalysés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>{n} of {all} captions not saved</source>
        <translation>{n} légendes sur {all} non enregistrées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>{n} of {all} have no link</source>
        <translation>{n} sur {all} n’ont pas de lien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/leaving.py"/>
        <source>{n} of {all} not copied</source>
        <translation>{n} sur {all} non copiés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>{n} of {all} not deleted</source>
        <translation>{n} sur {all} non supprimés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>{n} of {all} not put back</source>
        <translation>{n} sur {all} non remis</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/changes.py"/>
        <source>{n} of {all} not tagged</source>
        <translation>{n} sur {all} non étiquetés</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>{n} originals</source>
        <comment>{n} original</comment>
        <translation>
            <numerusform>{n} original</numerusform>
            <numerusform>{n} originaux</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>{n} paused</source>
        <translation>{n} en pause</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>{n} photos</source>
        <comment>{n} photo</comment>
        <translation>
            <numerusform>{n} photo</numerusform>
            <numerusform>{n} photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>{n} recordings</source>
        <comment>{n} recording</comment>
        <translation>
            <numerusform>{n} son</numerusform>
            <numerusform>{n} sons</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/item/timeline.py"/>
        <source>{n} rows</source>
        <comment>{n} row</comment>
        <translation>
            <numerusform>{n} ligne</numerusform>
            <numerusform>{n} lignes</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/words.py"/>
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} s left</source>
        <translation>encore {n} s</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_words.py"/>
        <source>{n} scenes</source>
        <translation>{n} scènes</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{n} seconds ago</source>
        <comment>{n} second ago</comment>
        <translation>
            <numerusform>il y a {n} seconde</numerusform>
            <numerusform>il y a {n} secondes</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/chooser.py"/>
        <source>{n} selected</source>
        <translation>{n} choisis</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/home/words.py"/>
        <source>{n} things need you.</source>
        <comment>{n} thing needs you.</comment>
        <translation>
            <numerusform>{n} chose à traiter.</numerusform>
            <numerusform>{n} choses à traiter.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>{n} uploaded from here today</source>
        <translation>{n} envoyés d’ici aujourd’hui</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>{n} uploading</source>
        <translation>{n} en cours d’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>{n} uploading, {m} waiting</source>
        <translation>{n} en cours, {m} en attente</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/ui/notices.py"/>
        <source>{n} videos</source>
        <comment>{n} video</comment>
        <translation>
            <numerusform>{n} vidéo</numerusform>
            <numerusform>{n} vidéos</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/totals.py"/>
        <source>{n} waiting</source>
        <translation>{n} en attente</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>{originals} did not come</source>
        <translation>{originals} manquent encore</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/dragging.py"/>
        <source>{originals} here, ready to be dragged</source>
        <translation>{originals} ici, à glisser</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>{size} is more than your newsroom takes for one file ({limit}). Send a shorter cut, or ask an admin to raise the limit.</source>
        <translation>{size}, c’est plus que ce que votre rédaction accepte pour un fichier ({limit}). Envoyez un montage plus court, ou demandez à un admin de relever la limite.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/failures.py"/>
        <source>{size} is more than your newsroom takes for one file. Send a shorter cut, or ask an admin to raise the limit.</source>
        <translation>{size}, c’est plus que ce que votre rédaction accepte pour un fichier. Envoyez un montage plus court, ou demandez à un admin de relever la limite.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/prospects.py"/>
        <source>{size}, finished {when}</source>
        <translation>{size}, terminé {when}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/phrases.py"/>
        <source>{some} and {last}</source>
        <translation>{some} et {last}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/speeds.py"/>
        <source>{speed} until {time}</source>
        <translation>{speed} jusqu’à {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>{what} could not be analysed</source>
        <translation>{what} : l’analyse a échoué</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>{what} failed</source>
        <translation>Échec : {what}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>{what} to come</source>
        <translation>{what} à venir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>{what} to come.</source>
        <translation>{what} à venir.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <source>{what} · {folder}</source>
        <translation>{what} · {folder}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/widgets/chips.py"/>
        <source>{what}, remove</source>
        <translation>{what}, retirer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/activity/words.py"/>
        <location filename="../../desktop/ui/item/words.py"/>
        <source>{what}: {why}</source>
        <translation>{what} : {why}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/rows.py"/>
        <source>{why} Next try in {n} s.</source>
        <translation>{why} Nouvel essai dans {n} s.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/searches.py"/>
        <source>“{name}” is saved</source>
        <translation>« {name} » est enregistrée</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>“{what}:” is no search word. Put it in quotation marks to look for it.</source>
        <translation>« {what} : » n’est pas un mot de recherche. Mettez-le entre guillemets pour le chercher.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>“{what}” ends before it begins.</source>
        <translation>« {what} » finit avant de commencer.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>“{what}” is no date. Write 2026-11-20, 2026-11, today or 7d.</source>
        <translation>« {what} » n’est pas une date. Écrivez 2026-11-20, 2026-11, today ou 7d.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>“{what}” is no length. Write 90s, 2m or 1:30.</source>
        <translation>« {what} » n’est pas une durée. Écrivez 90s, 2m ou 1:30.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>“{what}” is no size. Write 500KB, 20MB or 1.5GB.</source>
        <translation>« {what} » n’est pas une taille. Écrivez 500KB, 20MB ou 1.5GB.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/terms.py"/>
        <source>“{what}” is not one of {choices}.</source>
        <translation>« {what} » n’est pas parmi {choices}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/delegate.py"/>
        <location filename="../../desktop/ui/library/places.py"/>
        <location filename="../../desktop/ui/library/terms.py"/>
        <location filename="../../desktop/ui/library/tiles.py"/>
        <source>“{words}”</source>
        <translation>« {words} »</translation>
    </message>
</context>
<context>
    <name>PlayButton</name>
    <message>
        <location filename="../../desktop/ui/item/play_button.py"/>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/play_button.py"/>
        <source>Play</source>
        <translation>Lire</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/play_button.py"/>
        <source>{text} (Space)</source>
        <translation>{text} (Espace)</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Back to the speed it was recorded at (J slower, L faster)</source>
        <translation>Retour à la vitesse d’origine (J ralentit, L accélère)</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Place in the recording</source>
        <translation>Position dans l’enregistrement</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Player</source>
        <translation>Lecteur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Sound off</source>
        <translation>Son coupé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Sound on</source>
        <translation>Son activé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Speed {n}</source>
        <translation>Vitesse {n}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/player.py"/>
        <source>Subtitles</source>
        <translation>Sous-titres</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>All other devices are signed out.</source>
        <translation>Tous les autres appareils sont déconnectés.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>Show the files</source>
        <translation>Afficher les fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>Signed in as {email}</source>
        <translation>Connecté : {email}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>Signed out on this computer alone</source>
        <translation>Déconnecté sur cet ordinateur seulement</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>The password is changed</source>
        <translation>Le mot de passe est changé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>This computer has no keyring that can be used, so this sign-in lasts until SnapStream is closed.</source>
        <translation>Cet ordinateur n’a pas de trousseau utilisable : la connexion dure jusqu’à la fermeture de SnapStream.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/presence.py"/>
        <source>Understood</source>
        <translation>Compris</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>Files of this folder, and what would happen to each</source>
        <translation>Fichiers de ce dossier, et ce qu’il adviendrait de chacun</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>Save rule</source>
        <translation>Enregistrer la règle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>What would happen</source>
        <translation>Ce qui se passerait</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>already in the library</source>
        <translation>déjà dans la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>ignored by rules</source>
        <translation>ignorés par les règles</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>not photo, audio or video</source>
        <translation>ni photo, ni son, ni vidéo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>still being written</source>
        <translation>encore en écriture</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/preview.py"/>
        <source>would be uploaded, {size}</source>
        <translation>seraient envoyés, {size}</translation>
    </message>
</context>
<context>
    <name>Ready</name>
    <message>
        <location filename="../../desktop/ui/account/ready.py"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/ready.py"/>
        <source>Getting ready</source>
        <translation>Préparation</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/ready.py"/>
        <source>Getting ready on this computer</source>
        <translation>Préparation sur cet ordinateur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/ready.py"/>
        <source>Step {n} of {all}: {what}. This takes about 20 seconds, once.</source>
        <translation>Étape {n} sur {all} : {what}. Environ 20 secondes, une seule fois.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/ready.py"/>
        <source>This takes about 20 seconds, once.</source>
        <translation>Environ 20 secondes, une seule fois.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/ready.py"/>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <location filename="../../desktop/ui/item/recording.py"/>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/recording.py"/>
        <source>Timeline</source>
        <translation>Chronologie</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/recording.py"/>
        <source>Transcript</source>
        <translation>Transcription</translation>
    </message>
</context>
<context>
    <name>ResetForm</name>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Choose a new password</source>
        <translation>Choisir un nouveau mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>If {email} has an account, a code is on its way there. It works for 15 minutes.</source>
        <translation>Si {email} a un compte, un code lui est envoyé. Il est valable 15 minutes.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>New password</source>
        <translation>Nouveau mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Send again</source>
        <translation>Renvoyer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>The code from the mail is missing.</source>
        <translation>Le code de l’e-mail manque.</translation>
    </message>
</context>
<context>
    <name>Ring</name>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
</context>
<context>
    <name>RowButtons</name>
    <message>
        <location filename="../../desktop/ui/transfers/buttons.py"/>
        <source>{act}: {file}</source>
        <translation>{act} : {file}</translation>
    </message>
</context>
<context>
    <name>RuleEditor</name>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>After the upload</source>
        <translation>Après l’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>After upload</source>
        <translation>Après l’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Basic</source>
        <translation>Basique</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>By our own code only: no third party sees it</source>
        <translation>Par notre propre code : aucun tiers ne le voit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Caption</source>
        <translation>Légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Change…</source>
        <translation>Modifier…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Days after the upload</source>
        <translation>Jours après l’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Everyone in the newsroom</source>
        <translation>Toute la rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Filled in where a file brings nothing of its own.</source>
        <translation>Rempli là où le fichier n’apporte rien.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Full</source>
        <translation>Complet</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Ignore</source>
        <translation>Ignorer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Include subfolders</source>
        <translation>Inclure les sous-dossiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Its files stay where they are.</source>
        <translation>Ses fichiers restent où ils sont.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Language spoken in this folder</source>
        <translation>Langue parlée dans ce dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Name of the subfolder</source>
        <translation>Nom du sous-dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>On this computer speech is recognised in US English alone.</source>
        <translation>Sur cet ordinateur, la parole n’est reconnue qu’en anglais (É.-U.).</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>One pattern a line. The first that fits decides. A / at the end means a folder.</source>
        <translation>Un motif par ligne. Le premier qui convient décide. Un / à la fin désigne un dossier.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Only me</source>
        <translation>Moi seul</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Patterns of what is left out, one a line</source>
        <translation>Motifs à exclure, un par ligne</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>People, text, labels, logos, speech</source>
        <translation>Personnes, texte, libellés, logos, parole</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Private</source>
        <translation>Privé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Stop watching</source>
        <translation>Ne plus surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Take</source>
        <translation>Prendre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Thumbnails and what the file itself says</source>
        <translation>Vignettes et ce que dit le fichier lui-même</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Who sees it</source>
        <translation>Qui le voit</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>Who sees what comes from this folder</source>
        <translation>Qui voit ce qui vient de ce dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/folders/editor.py"/>
        <source>{field}, where a file brings none</source>
        <translation>{field}, si le fichier n’en apporte pas</translation>
    </message>
</context>
<context>
    <name>SaveLine</name>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Not saved, kept here: {why}</source>
        <translation>Non enregistré, gardé ici : {why}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Not saved: no connection, kept here</source>
        <translation>Non enregistré : pas de connexion, gardé ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Not saved: somebody else wrote here too</source>
        <translation>Non enregistré : quelqu’un d’autre a aussi écrit ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Saved</source>
        <translation>Enregistré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/caption.py"/>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <location filename="../../desktop/ui/widgets/search.py"/>
        <source>Clear the search</source>
        <translation>Effacer la recherche</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <location filename="../../desktop/ui/admin/section.py"/>
        <source>Asking the newsroom…</source>
        <translation>On demande à la rédaction…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/section.py"/>
        <source>The newsroom did not answer this</source>
        <translation>La rédaction n’a pas répondu à ceci</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/section.py"/>
        <source>This is for admins</source>
        <translation>Réservé aux admins</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/section.py"/>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/admin/section.py"/>
        <source>Your role was changed. Ask another admin of the newsroom.</source>
        <translation>Votre rôle a changé. Voyez un autre admin de la rédaction.</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Caption</source>
        <translation>Légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Choose nothing</source>
        <translation>Ne rien choisir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Copy to…</source>
        <translation>Copier vers…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Link</source>
        <translation>Lien</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Selected items</source>
        <translation>Éléments choisis</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Stop here</source>
        <translation>Arrêter ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>Tag</source>
        <translation>Étiqueter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/library/selection.py"/>
        <source>{n} selected</source>
        <translation>{n} choisis</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Activity</source>
        <translation>Activité</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Folders</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Getting the library: {done}</source>
        <translation>Lecture de la médiathèque : {done}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Getting the library: {done} of {total}</source>
        <translation>Lecture de la médiathèque : {done} sur {total}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Home</source>
        <translation>Accueil</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Library</source>
        <translation>Médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>No connection since {time}.</source>
        <translation>Pas de connexion depuis {time}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Starting, step {n} of {all}: {what}</source>
        <translation>Démarrage, étape {n} sur {all} : {what}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Try now</source>
        <translation>Réessayer maintenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>What was here before stays.</source>
        <translation>Ce qui était ici y reste.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/session.py"/>
        <source>Your role is {role} now</source>
        <translation>Votre rôle est désormais {role}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <location filename="../../desktop/ui/settings/page.py"/>
        <source>Changes are saved as you make them</source>
        <translation>Les changements sont enregistrés aussitôt</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/page.py"/>
        <source>Ctrl F</source>
        <translation>Ctrl F</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/page.py"/>
        <source>Find a setting</source>
        <translation>Chercher un réglage</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/page.py"/>
        <source>No setting has these words</source>
        <translation>Aucun réglage ne contient ces mots</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/page.py"/>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
</context>
<context>
    <name>Shorthand</name>
    <message>
        <location filename="../../desktop/ui/item/shorthand.py"/>
        <source>Codes known: {n}</source>
        <translation>Codes connus : {n}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand.py"/>
        <source>It needs lines with a code, a tab, and what the code stands for.</source>
        <translation>Il faut des lignes avec un code, une tabulation et ce que le code remplace.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand.py"/>
        <source>This is not kept</source>
        <translation>Ceci n’est pas gardé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand.py"/>
        <source>{name} has no codes</source>
        <translation>{name} n’a pas de codes</translation>
    </message>
</context>
<context>
    <name>ShorthandButton</name>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>Braces stand for what is known: {places}</source>
        <translation>Les accolades remplacent ce qui est connu : {places}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>File of codes</source>
        <translation>Fichier de codes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>File of codes ({n})…</source>
        <translation>Fichier de codes ({n})…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>File of codes…</source>
        <translation>Fichier de codes…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>Forget a template</source>
        <translation>Oublier un modèle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>Its name</source>
        <translation>Son nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>Keep as a template</source>
        <translation>Garder comme modèle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>Keep this caption as a template…</source>
        <translation>Garder cette légende comme modèle…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/shorthand_menu.py"/>
        <source>Text (*.txt *.tsv);;All files (*)</source>
        <translation>Texte (*.txt *.tsv);;Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <location filename="../../desktop/ui/item/side.py"/>
        <source>About this item</source>
        <translation>À propos de cet élément</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/side.py"/>
        <source>Caption</source>
        <translation>Légende</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/side.py"/>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/side.py"/>
        <source>History</source>
        <translation>Suivi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/side.py"/>
        <source>Show in folder</source>
        <translation>Voir le dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/side.py"/>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/side.py"/>
        <source>none yet</source>
        <translation>rien encore</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <location filename="../../desktop/ui/sidebar.py"/>
        <source>Add a folder to watch</source>
        <translation>Ajouter un dossier à surveiller</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar.py"/>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar.py"/>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar.py"/>
        <source>Watched folders</source>
        <translation>Dossiers surveillés</translation>
    </message>
</context>
<context>
    <name>SignInForm</name>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Forgot password</source>
        <translation>Mot de passe oublié</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Newsroom</source>
        <translation>Rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Sign in to your newsroom</source>
        <translation>Se connecter à votre rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>With the address your newsroom gave you.</source>
        <translation>Avec l’adresse donnée par votre rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/forms.py"/>
        <source>Your password is missing.</source>
        <translation>Votre mot de passe manque.</translation>
    </message>
</context>
<context>
    <name>SpeedLine</name>
    <message>
        <location filename="../../desktop/ui/transfers/speed.py"/>
        <source>Now {now}, at most {fastest}</source>
        <translation>Maintenant {now}, au plus {fastest}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/speed.py"/>
        <source>Speed of the last 10 minutes</source>
        <translation>Vitesse des 10 dernières minutes</translation>
    </message>
</context>
<context>
    <name>SpendBox</name>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>Part of today’s cap</source>
        <translation>Part du plafond du jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>cap {amount} a day</source>
        <translation>plafond {amount} par jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>no cap</source>
        <translation>sans plafond</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>{amount} in {month}</source>
        <translation>{amount} en {month}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>{amount} today</source>
        <translation>{amount} aujourd’hui</translation>
    </message>
</context>
<context>
    <name>StorageBox</name>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>{size} originals</source>
        <translation>{size} d’originaux</translation>
    </message>
</context>
<context>
    <name>StorageSection</name>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Clear</source>
        <translation>Vider</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Copies of what the newsroom has. All can be fetched again.</source>
        <translation>Copies de ce qu’a la rédaction. Tout peut être récupéré à nouveau.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Counting…</source>
        <translation>Calcul…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Keep originals that I opened</source>
        <translation>Garder les originaux que j’ai ouverts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Kept now</source>
        <translation>Gardé maintenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Nothing that was fetched is kept here any more</source>
        <translation>Plus rien de récupéré n’est gardé ici</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Storage on this computer</source>
        <translation>Stockage local</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>The oldest go first beyond this.</source>
        <translation>Au-delà, les plus anciens partent d’abord.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>Up to {size} of originals are kept</source>
        <translation>Jusqu’à {size} d’originaux sont gardés</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/here.py"/>
        <source>{n} GB</source>
        <translation>{n} Go</translation>
    </message>
</context>
<context>
    <name>TagAdder</name>
    <message>
        <location filename="../../desktop/ui/item/tagging.py"/>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tagging.py"/>
        <source>Kind of tag</source>
        <translation>Type d’étiquette</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tagging.py"/>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tagging.py"/>
        <source>Name of the tag</source>
        <translation>Nom de l’étiquette</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tagging.py"/>
        <source>Who is this?</source>
        <translation>Qui est-ce ?</translation>
    </message>
</context>
<context>
    <name>TagBox</name>
    <message>
        <location filename="../../desktop/ui/item/tags.py"/>
        <source>Add tag</source>
        <translation>Ajouter une étiquette</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tags.py"/>
        <source>Hide rejected</source>
        <translation>Masquer les rejetées</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tags.py"/>
        <source>Show rejected ({n})</source>
        <translation>Afficher les rejetées ({n})</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tags.py"/>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
</context>
<context>
    <name>TagRow</name>
    <message>
        <location filename="../../desktop/ui/item/tag_rows.py"/>
        <source>Name…</source>
        <translation>Nommer…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/tag_rows.py"/>
        <source>Who is this?</source>
        <translation>Qui est-ce ?</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <location filename="../../desktop/ui/telling.py"/>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/telling.py"/>
        <source>Show</source>
        <translation>Afficher</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/telling.py"/>
        <source>Trying…</source>
        <translation>Essai…</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <location filename="../../desktop/ui/item/timeline.py"/>
        <source>Timeline</source>
        <translation>Chronologie</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/timeline.py"/>
        <source>Timeline, {row}</source>
        <translation>Chronologie, {row}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/timeline.py"/>
        <source>{what}: {names}</source>
        <translation>{what} : {names}</translation>
    </message>
</context>
<context>
    <name>TimetableGrid</name>
    <message>
        <location filename="../../desktop/ui/settings/timetable.py"/>
        <source>Speed by time of day</source>
        <translation>Vitesse selon l’heure</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/timetable.py"/>
        <source>{day}, {from_h} to {to_h}: {speed}</source>
        <translation>{day}, de {from_h} à {to_h} : {speed}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/timetable.py"/>
        <source>{when} is now: {speed}</source>
        <translation>{when} : désormais {speed}</translation>
    </message>
</context>
<context>
    <name>TimetableRow</name>
    <message>
        <location filename="../../desktop/ui/settings/timetable.py"/>
        <source>Drag to paint. Arrow keys move, Shift chooses, Space changes.</source>
        <translation>Glissez pour peindre. Les flèches déplacent, Maj choisit, Espace change.</translation>
    </message>
</context>
<context>
    <name>TodayBox</name>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>files</source>
        <translation>fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>to the library, median</source>
        <translation>jusqu’à la médiathèque, médiane</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/home/side.py"/>
        <source>uploaded</source>
        <translation>envoyés</translation>
    </message>
</context>
<context>
    <name>TranscriptPane</name>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Copy with timecode</source>
        <translation>Copier avec timecode</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Ctrl+Z brings it back.</source>
        <translation>Ctrl+Z le rétablit.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Find in transcript</source>
        <translation>Chercher dans la transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Follow</source>
        <translation>Suivre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Following</source>
        <translation>Suivi</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Name the speaker</source>
        <translation>Nommer l’intervenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Rough transcript, by machine. US English only. Check it before you quote it.</source>
        <translation>Transcription brute, par machine. Anglais (É.-U.) seulement. Vérifiez avant de citer.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Transcript</source>
        <translation>Transcription</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>What was heard there is taken out</source>
        <translation>Ce qui y a été entendu est retiré</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>Who is {speaker}?</source>
        <translation>Qui est {speaker} ?</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>this speaker</source>
        <translation>cet intervenant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript_pane.py"/>
        <source>{n} of {all}</source>
        <translation>{n} sur {all}</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <location filename="../../desktop/ui/item/transcript.py"/>
        <source>Correct this line</source>
        <translation>Corriger cette ligne</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/transcript.py"/>
        <source>Transcript</source>
        <translation>Transcription</translation>
    </message>
</context>
<context>
    <name>TransfersCard</name>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>Pause uploads</source>
        <translation>Suspendre les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>Resume uploads</source>
        <translation>Reprendre les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/sidebar_rows.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Add files…</source>
        <translation>Ajouter des fichiers…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>For 2 hours</source>
        <translation>Pendant 2 heures</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>For 30 minutes</source>
        <translation>Pendant 30 minutes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>It goes on uploading. Quit from this icon.</source>
        <translation>Le transfert continue. Quittez par cette icône.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Open SnapStream</source>
        <translation>Ouvrir SnapStream</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Pause uploads</source>
        <translation>Suspendre les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Quit SnapStream</source>
        <translation>Quitter SnapStream</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Resume uploads</source>
        <translation>Reprendre les transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Settings…</source>
        <translation>Réglages…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>SnapStream keeps running</source>
        <translation>SnapStream continue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Until I resume</source>
        <translation>Jusqu’à ma reprise</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/tray.py"/>
        <source>Until tomorrow</source>
        <translation>Jusqu’à demain</translation>
    </message>
</context>
<context>
    <name>UploadList</name>
    <message>
        <location filename="../../desktop/ui/transfers/view.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
</context>
<context>
    <name>UploadsBar</name>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Add files</source>
        <translation>Ajouter des fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Ctrl+O</source>
        <translation>Ctrl+O</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Maj+P</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Find a file</source>
        <translation>Chercher un fichier</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Pause all</source>
        <translation>Tout suspendre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Queue</source>
        <translation>File</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Resume all</source>
        <translation>Tout reprendre</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Try all again</source>
        <translation>Tout réessayer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/bar.py"/>
        <source>What is shown</source>
        <translation>Ce qui est affiché</translation>
    </message>
</context>
<context>
    <name>UploadsModel</name>
    <message>
        <location filename="../../desktop/ui/transfers/model.py"/>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/model.py"/>
        <source>Done today</source>
        <translation>Terminé aujourd’hui</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/model.py"/>
        <source>Needs you</source>
        <translation>À traiter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/model.py"/>
        <source>Uploading</source>
        <translation>Envoi en cours</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/model.py"/>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/model.py"/>
        <source>{n} more come up as these go</source>
        <translation>{n} de plus viendront à mesure</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/model.py"/>
        <source>{n} more waiting</source>
        <translation>{n} de plus en attente</translation>
    </message>
</context>
<context>
    <name>UploadsPage</name>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>A file that fails stands here until it is dealt with.</source>
        <translation>Un fichier en échec reste ici jusqu’à ce qu’il soit traité.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Add files</source>
        <translation>Ajouter des fichiers</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Everything is in</source>
        <translation>Tout est arrivé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Last upload {when}. {n} today.</source>
        <translation>Dernier envoi {when}. {n} aujourd’hui.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Looked through: {view}.</source>
        <translation>Parcouru : {view}.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>N send now · P pause · R try again · Del remove</source>
        <translation>N envoyer · P pause · R réessayer · Suppr retirer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>No file is called “{text}”</source>
        <translation>Aucun fichier ne s’appelle « {text} »</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Nothing has been uploaded yet</source>
        <translation>Rien n’a encore été envoyé</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Nothing needs you</source>
        <translation>Rien à traiter</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Nothing waits here. What is finished in a watched folder is sent by itself.</source>
        <translation>Rien n’attend ici. Ce qui est terminé dans un dossier surveillé part de lui-même.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Show the queue</source>
        <translation>Afficher la file</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/transfers/page.py"/>
        <source>What is in the library stands here.</source>
        <translation>Ce qui est dans la médiathèque figure ici.</translation>
    </message>
</context>
<context>
    <name>UploadsSection</name>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Files at a time</source>
        <translation>Fichiers à la fois</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>For every folder, unless the folder says otherwise.</source>
        <translation>Pour chaque dossier, sauf indication contraire.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Hours between</source>
        <translation>Heures intermédiaires</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>More is faster on a good line, slower on a bad one.</source>
        <translation>Davantage va plus vite sur une bonne ligne, moins vite sur une mauvaise.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Slow hours</source>
        <translation>Heures lentes</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Speed by time of day</source>
        <translation>Vitesse selon l’heure</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>The hours are now {slow} and {middle}</source>
        <translation>Les heures sont désormais à {slow} et {middle}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>The speed of the faintest hours.</source>
        <translation>La vitesse des heures les plus pâles.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>The speed of those between slow and no limit.</source>
        <translation>La vitesse entre lent et sans limite.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/settings/uploads.py"/>
        <source>Uploads</source>
        <translation>Transferts</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>Create an account</source>
        <translation>Créer un compte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>No account. Nothing leaves this machine.</source>
        <translation>Sans compte. Tout reste ici.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>One moment</source>
        <translation>Un instant</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>Put the card in.
Walk away.</source>
        <translation>Insérez la carte.
Passez à autre chose.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>Sign in to your newsroom</source>
        <translation>Se connecter à votre rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>SnapStream watches your folders, sends every finished file to your newsroom, and finds it again: by face, by words on screen, by what was said.</source>
        <translation>SnapStream surveille vos dossiers, envoie chaque fichier terminé à votre rédaction et le retrouve : par un visage, des mots à l’écran, ce qui a été dit.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>Try it now</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>Try it on this computer</source>
        <translation>Essayer sur cet ordinateur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>What is on its way is put down, and goes on later.</source>
        <translation>Ce qui est en route est mis de côté et reprend plus tard.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>With an invitation from your newsroom.</source>
        <translation>Avec une invitation de votre rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/welcome.py"/>
        <source>With the address your newsroom gave you.</source>
        <translation>Avec l’adresse donnée par votre rédaction.</translation>
    </message>
</context>
<context>
    <name>WhoAmI</name>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Asking {newsroom}…</source>
        <translation>On demande à {newsroom}…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Newsroom</source>
        <translation>Rédaction</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Role</source>
        <translation>Rôle</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Signed in</source>
        <translation>S’est connecté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Since</source>
        <translation>Depuis</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Until SnapStream is closed: this computer has no keyring that can be used</source>
        <translation>Jusqu’à la fermeture de SnapStream : cet ordinateur n’a pas de trousseau utilisable</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/account/who.py"/>
        <source>Until you sign out</source>
        <translation>Jusqu’à votre déconnexion</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>Connected to {newsroom}</source>
        <translation>Connecté à {newsroom}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>No connection since {time}</source>
        <translation>Pas de connexion depuis {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>On this computer</source>
        <translation>Sur cet ordinateur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>Signed out</source>
        <translation>Déconnecté</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>Up to date, {ago}</source>
        <translation>À jour, {ago}</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>this computer</source>
        <translation>cet ordinateur</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/window.py"/>
        <source>{page} - SnapStream</source>
        <translation>{page} - SnapStream</translation>
    </message>
</context>
<context>
    <name>WindowApplication</name>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <source>SnapStream keeps running</source>
        <translation>SnapStream continue</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <source>The library on this computer does not start</source>
        <translation>La médiathèque de cet ordinateur ne démarre pas</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <source>The newsroom cannot be opened</source>
        <translation>La rédaction ne peut être ouverte</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/application.py"/>
        <source>This desktop has no tray, so the window is minimised. Ctrl+Q quits.</source>
        <translation>Ce bureau n’a pas de zone de notification : la fenêtre est réduite. Ctrl+Q quitte.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <location filename="../../desktop/core/address.py"/>
        <source>A newsroom's address begins with https://, so that no password travels open.</source>
        <translation>L’adresse d’une rédaction commence par https://, pour qu’aucun mot de passe ne circule en clair.</translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>A private folder needs to know who you are: connect to the newsroom first.</source>
        <translation>Un dossier privé doit savoir qui vous êtes : connectez-vous d’abord à la rédaction.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Ask an admin of the newsroom. Files wait here.</source>
        <translation>Voyez un admin de la rédaction. Les fichiers attendent ici.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Files wait here and go on by themselves.</source>
        <translation>Les fichiers attendent ici et repartent d’eux-mêmes.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Free some space there; everything goes on by itself.</source>
        <translation>Libérez-y de la place ; tout reprend de soi-même.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Free some space; everything goes on by itself.</source>
        <translation>Libérez de la place ; tout reprend de soi-même.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>It allows {value} ({name}). The rest is looked through every 30 seconds. An administrator can raise it: sudo sysctl {name}={raised}</source>
        <translation>Il permet {value} ({name}). Le reste est parcouru toutes les 30 secondes. Un administrateur peut relever la limite : sudo sysctl {name}={raised}</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It cannot be read: this computer's user may not open it, or the disk gives errors.</source>
        <translation>Illisible : l’utilisateur de cet ordinateur ne peut l’ouvrir, ou le disque donne des erreurs.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It changed while it was uploading. Nothing mixed was stored; it starts again when it is quiet.</source>
        <translation>Il a changé pendant l’envoi. Rien de mêlé n’a été stocké ; l’envoi recommence quand il ne bouge plus.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is a link that leads back into its own folder.</source>
        <translation>C’est un lien qui revient dans son propre dossier.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is a link that leads nowhere.</source>
        <translation>C’est un lien qui ne mène nulle part.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is a link to a folder that is looked at already.</source>
        <translation>C’est un lien vers un dossier déjà parcouru.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is a temporary or hidden file.</source>
        <translation>C’est un fichier temporaire ou caché.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>It is kept aside as {file}; files in your folders are looked at again.</source>
        <translation>Elle est mise de côté sous {file} ; vos dossiers sont parcourus à nouveau.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>It is kept aside; files in your folders are looked at again.</source>
        <translation>Elle est mise de côté ; vos dossiers sont parcourus à nouveau.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is larger than this newsroom takes for one file.</source>
        <translation>Il est plus gros que ce que cette rédaction accepte pour un fichier.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is longer than this analysis takes.</source>
        <translation>Il est plus long que ce que cette analyse accepte.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is not a photo, audio or video file, whatever its name says.</source>
        <translation>Ce n’est ni une photo, ni un son, ni une vidéo, quoi que dise son nom.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is not a photo, audio or video file.</source>
        <translation>Ce n’est ni une photo, ni un son, ni une vidéo.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It is shorter than this analysis takes.</source>
        <translation>Il est plus court que ce que cette analyse accepte.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>It is written down.</source>
        <translation>C’est consigné.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It was cancelled.</source>
        <translation>Il a été annulé.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It was deleted or moved before it could be uploaded.</source>
        <translation>Il a été supprimé ou déplacé avant l’envoi.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>It was put where another person's files belong.</source>
        <translation>Il a été mis là où vont les fichiers d’une autre personne.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>No connection to the newsroom</source>
        <translation>Pas de connexion à la rédaction</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>No engine for this analysis is installed here.</source>
        <translation>Aucun moteur n’est installé ici pour cette analyse.</translation>
    </message>
    <message>
        <location filename="../../desktop/aws/problems.py"/>
        <source>No newsroom answers at this address. Check the spelling, or ask who set it up.</source>
        <translation>Aucune rédaction ne répond à cette adresse. Vérifiez-la, ou demandez à qui l’a installée.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Show</source>
        <translation>Afficher</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Show in folder</source>
        <translation>Voir le dossier</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Show log</source>
        <translation>Afficher le journal</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Sign in again</source>
        <translation>Reconnectez-vous</translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>SnapStream keeps its own data in {folder}: choose a folder outside of it.</source>
        <translation>SnapStream garde ses propres données dans {folder} : choisissez un dossier ailleurs.</translation>
    </message>
    <message>
        <location filename="../../desktop/aws/problems.py"/>
        <source>Some fields cannot be used.</source>
        <translation>Certains champs sont inutilisables.</translation>
    </message>
    <message>
        <location filename="../../desktop/aws/problems.py"/>
        <source>Somebody changed it meanwhile. Look at it again, then try again.</source>
        <translation>Quelqu’un l’a modifié entre-temps. Regardez à nouveau, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Something went wrong here</source>
        <translation>Quelque chose s’est mal passé ici</translation>
    </message>
    <message>
        <location filename="../../desktop/aws/problems.py"/>
        <source>That is more than the newsroom takes at once.</source>
        <translation>C’est plus que ce que la rédaction accepte à la fois.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The analysis failed five times and was given up. Analyse again, or ask the engineer.</source>
        <translation>L’analyse a échoué cinq fois et a été abandonnée. Analysez à nouveau, ou voyez l’ingénieur.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The copy on this computer was damaged and was kept aside. Nothing is lost: everything is read again.</source>
        <translation>La copie de cet ordinateur était abîmée et a été mise de côté. Rien n’est perdu : tout est relu.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The damaged file was kept. The usual settings hold; folders that it alone named are to be added again.</source>
        <translation>Le fichier abîmé a été gardé. Les réglages habituels valent ; les dossiers qu’il était seul à nommer sont à ajouter à nouveau.</translation>
    </message>
    <message>
        <location filename="../../desktop/local_cloud.py"/>
        <source>The data directory cannot be written ({error}).</source>
        <translation>Impossible d’écrire dans le dossier de données ({error}).</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The file is cut off; what could be read of it was used.</source>
        <translation>Le fichier est tronqué ; ce qui pouvait en être lu a servi.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The file is damaged and cannot be opened. The original is stored as it was sent.</source>
        <translation>Le fichier est abîmé et ne s’ouvre pas. L’original est stocké tel qu’envoyé.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The file is empty (zero bytes).</source>
        <translation>Le fichier est vide (zéro octet).</translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>The folder {path} cannot be read.</source>
        <translation>Le dossier {path} ne peut être lu.</translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>The folder {path} does not exist.</source>
        <translation>Le dossier {path} n’existe pas.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The folder's profile leaves this analysis out.</source>
        <translation>Le profil du dossier laisse cette analyse de côté.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The library already has these bytes.</source>
        <translation>La médiathèque a déjà ces octets.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The library on this computer does not start</source>
        <translation>La médiathèque de cet ordinateur ne démarre pas</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The list of transfers was damaged</source>
        <translation>La liste des transferts était abîmée</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The local library is being rebuilt</source>
        <translation>La médiathèque locale est en reconstruction</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The newsroom asks for patience. Try again in {time}.</source>
        <translation>La rédaction demande de patienter. Réessayez dans {time}.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The newsroom could not be reached. It goes on by itself.</source>
        <translation>La rédaction n’a pu être jointe. Tout reprend de soi-même.</translation>
    </message>
    <message>
        <location filename="../../desktop/aws/problems.py"/>
        <source>The newsroom does not have it any more.</source>
        <translation>La rédaction ne l’a plus.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The newsroom refuses uploads until it is right. Then all goes on by itself.</source>
        <translation>La rédaction refuse les envois jusqu’à ce qu’elle soit juste. Tout reprend ensuite.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/address.py"/>
        <source>The newsroom's address is missing.</source>
        <translation>L’adresse de la rédaction manque.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The newsroom's cloud may not use this service. Ask the engineer: snapstream-cloud doctor.</source>
        <translation>Le cloud de la rédaction ne peut utiliser ce service. Voyez l’ingénieur : snapstream-cloud doctor.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The newsroom's spending limit for that day was reached. Analyse again another day.</source>
        <translation>Le plafond de dépenses de la rédaction était atteint ce jour-là. Analysez à nouveau un autre jour.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The newsroom's storage is full</source>
        <translation>Le stockage de la rédaction est plein</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The newsroom's storage is full. Free some space there, then try again.</source>
        <translation>Le stockage de la rédaction est plein. Libérez-y de la place, puis réessayez.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The picture has more pixels than can be opened safely.</source>
        <translation>L’image a plus de pixels qu’on n’en peut ouvrir sans risque.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The picture is smaller than this analysis takes.</source>
        <translation>L’image est plus petite que ce que cette analyse accepte.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The raw file carries no preview that can be shown.</source>
        <translation>Le fichier brut n’a pas d’aperçu à montrer.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The service that analyses it refused the file.</source>
        <translation>Le service qui l’analyse a refusé le fichier.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>The session has ended. Sign in again; it goes on by itself.</source>
        <translation>La session a pris fin. Reconnectez-vous ; tout reprend de soi-même.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/settings.py"/>
        <source>The settings cannot be read ({error}).</source>
        <translation>Les réglages ne peuvent être lus ({error}).</translation>
    </message>
    <message>
        <location filename="../../desktop/core/settings.py"/>
        <source>The settings cannot be saved ({error}).</source>
        <translation>Les réglages ne peuvent être enregistrés ({error}).</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>The settings could not be read</source>
        <translation>Les réglages n’ont pu être lus</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>There is no sound in it.</source>
        <translation>Il ne contient pas de son.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>There is no transcript to read.</source>
        <translation>Il n’y a pas de transcription à lire.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>This account may not do that</source>
        <translation>Ce compte ne peut faire cela</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>This account may not do that. Ask an admin of the newsroom.</source>
        <translation>Ce compte ne peut faire cela. Voyez un admin de la rédaction.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>This analysis does not know the language. Without AWS, only US English is understood.</source>
        <translation>Cette analyse ne connaît pas la langue. Sans AWS, seul l’anglais (É.-U.) est compris.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>This computer's disk is full</source>
        <translation>Le disque de cet ordinateur est plein</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>This computer's disk is full. Free some space; it goes on by itself.</source>
        <translation>Le disque de cet ordinateur est plein. Libérez de la place ; tout reprend de soi-même.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>This computer’s clock is wrong</source>
        <translation>L’horloge de cet ordinateur est fausse</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>This computer’s clock is {time} fast</source>
        <translation>L’horloge de cet ordinateur avance de {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>This computer’s clock is {time} slow</source>
        <translation>L’horloge de cet ordinateur retarde de {time}</translation>
    </message>
    <message>
        <location filename="../../desktop/aws/problems.py"/>
        <source>This e-mail address and password do not belong together.</source>
        <translation>Cette adresse e-mail et ce mot de passe ne vont pas ensemble.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>This folder's rule leaves it out.</source>
        <translation>La règle de ce dossier l’exclut.</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>This kind of media cannot be opened here. The original is stored.</source>
        <translation>Ce type de média ne s’ouvre pas ici. L’original est stocké.</translation>
    </message>
    <message>
        <location filename="../../desktop/aws/problems.py"/>
        <source>This newsroom does not allow that.</source>
        <translation>Cette rédaction ne le permet pas.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>This system watches no more folders</source>
        <translation>Ce système ne surveille pas plus de dossiers</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Try now</source>
        <translation>Réessayer maintenant</translation>
    </message>
    <message>
        <location filename="../../cloud/contract/reasons.py"/>
        <source>What arrived was not what was sent. Try again: the whole file is sent anew.</source>
        <translation>Ce qui est arrivé n’est pas ce qui est parti. Réessayez : tout le fichier est renvoyé.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Your account was switched off</source>
        <translation>Votre compte a été désactivé</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>Your session has ended. Ask your engineer for a fresh connection file, then: --connection FILE. Files wait.</source>
        <translation>Votre session a pris fin. Demandez à l’ingénieur un nouveau fichier de connexion, puis : --connection FICHIER. Les fichiers attendent.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>no more</source>
        <translation>pas plus</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} cannot be read</source>
        <translation>{name} ne peut être lu</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} changed while it was uploading</source>
        <translation>{name} a changé pendant l’envoi</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} did not arrive whole</source>
        <translation>{name} n’est pas arrivé entier</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} is already in the library</source>
        <translation>{name} est déjà dans la médiathèque</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} waits</source>
        <translation>{name} attend</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} was cancelled</source>
        <translation>{name} a été annulé</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} was not uploaded</source>
        <translation>{name} n’a pas été envoyé</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} was refused</source>
        <translation>{name} a été refusé</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{name} was skipped</source>
        <translation>{name} a été écarté</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{n} GB</source>
        <translation>{n} Go</translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/core/words.py"/>
        <source>{n} days</source>
        <comment>{n} day</comment>
        <translation>
            <numerusform>{n} jour</numerusform>
            <numerusform>{n} jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/core/words.py"/>
        <source>{n} hours</source>
        <comment>{n} hour</comment>
        <translation>
            <numerusform>{n} heure</numerusform>
            <numerusform>{n} heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/core/words.py"/>
        <source>{n} minutes</source>
        <comment>{n} minute</comment>
        <translation>
            <numerusform>{n} minute</numerusform>
            <numerusform>{n} minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../desktop/core/words.py"/>
        <source>{n} seconds</source>
        <comment>{n} second</comment>
        <translation>
            <numerusform>{n} seconde</numerusform>
            <numerusform>{n} secondes</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>{path} contains {other}, which is watched already.</source>
        <translation>{path} contient {other}, déjà surveillé.</translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>{path} is a file, not a folder.</source>
        <translation>{path} est un fichier, pas un dossier.</translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>{path} is watched already.</source>
        <translation>{path} est déjà surveillé.</translation>
    </message>
    <message>
        <location filename="../../desktop/app.py"/>
        <source>{path} lies in {other}, which is watched already.</source>
        <translation>{path} se trouve dans {other}, déjà surveillé.</translation>
    </message>
    <message>
        <location filename="../../desktop/core/words.py"/>
        <source>{text} ({fact})</source>
        <translation>{text} ({fact})</translation>
    </message>
    <message>
        <location filename="../../desktop/core/address.py"/>
        <source>“{typed}” is no address of a newsroom, as https://news.example.</source>
        <translation>« {typed} » n’est pas une adresse de rédaction, comme https://news.example.</translation>
    </message>
</context>
<context>
    <name>_Chooser</name>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>Embargo until</source>
        <translation>Embargo jusqu’au</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>Set the embargo</source>
        <translation>Fixer l’embargo</translation>
    </message>
    <message>
        <location filename="../../desktop/ui/item/embargo.py"/>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
</context>
</TS>
